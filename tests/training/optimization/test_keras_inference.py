import numpy as np
import pytest

from tests.support.synthetic_people import synthetic_samples

pytestmark = pytest.mark.slow


def test_embedding_in_batches_keeps_the_order() -> None:
    from tests.support.tiny_siamese import tiny_siamese
    from training.optimization.keras_inference import EMBEDDING_BATCH, embed

    siamese = tiny_siamese()
    crops = synthetic_samples(people=EMBEDDING_BATCH + 3, crops_each=1).crops
    embedded = embed(siamese, crops)
    last = np.asarray(siamese.get_layer("embedding")(crops[-1:].astype(np.float32)))
    assert len(embedded) == len(crops)
    np.testing.assert_allclose(embedded[-1:], last, atol=1e-5)
