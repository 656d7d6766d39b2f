import numpy as np
import pytest

from tests.support.optional_packages import needs_torch
from tests.training.distillation.synthetic_faces import synthetic_faces
from training.jobs.progress import JobCancelled, Progress, ignore_progress, never_stop

pytestmark = [pytest.mark.slow, needs_torch]


def test_faces_are_decoded_in_order() -> None:
    import torch

    from training.distillation.accelerated.face_tensor import decode_faces

    faces, seen = synthetic_faces(3), []
    decoded = decode_faces(faces, torch.device("cpu"), seen.append, never_stop)
    assert (decoded.shape, decoded.dtype) == ((6, 3, 128, 128), torch.uint8)
    for index, image in enumerate(decoded.permute(0, 2, 3, 1).numpy()):
        np.testing.assert_array_equal(image, faces.image(index))
    assert seen == [Progress("decoding faces", 6, 6)]


def test_decoding_can_be_cancelled() -> None:
    import torch

    from training.distillation.accelerated.face_tensor import decode_faces

    with pytest.raises(JobCancelled):
        decode_faces(synthetic_faces(1), torch.device("cpu"), ignore_progress, lambda: True)
