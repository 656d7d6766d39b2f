from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from model.vision.alignment import align
from tests.support.fakes import face_at
from tests.support.synthetic_people import pictures_of, write_pictures
from tests.training.distillation.synthetic_faces import colour_teacher
from tests.training.robustness.synthetic_benchmark import CountingNetwork, workshop
from training.jobs.progress import JobCancelled, JobError
from training.robustness.candidates import Network
from training.robustness.embedding import embed_faces
from training.robustness.image_sets import Clean

COUNT = 70
FACES = [None if index == 3 else face_at(10 + index / 10, 10, 90) for index in range(COUNT)]


@pytest.fixture
def scene(tmp_path: Path) -> Clean:
    write_pictures(tmp_path / "Ann", pictures_of(0, COUNT, 120, noise=60), "Ann_{:04d}.jpg")
    return Clean(tmp_path, tuple(f"Ann/Ann_{number + 1:04d}.jpg" for number in range(COUNT)))


def network(fingerprint: str = "a network") -> tuple[Network, CountingNetwork]:
    counting = CountingNetwork()
    return Network(fingerprint, align, counting), counting


def test_there_is_a_row_for_each_face_in_order(scene: Clean, tmp_path: Path) -> None:
    one, _ = network()
    rows = embed_faces([one], scene, FACES, workshop(tmp_path / "work"))[one]
    crops = [
        align(scene.picture(index), face.landmarks) for index, face in enumerate(FACES) if face is not None
    ]
    np.testing.assert_allclose(rows, colour_teacher(np.stack(crops)), atol=1e-6)


def test_only_networks_without_rows_embed(scene: Clean, tmp_path: Path) -> None:
    (first, first_count), (second, second_count) = network("first"), network("second")
    shop = workshop(tmp_path / "work")
    embed_faces([first], scene, FACES, shop)
    rows = embed_faces([first, second], scene, FACES, shop)
    assert (first_count.embedded, second_count.embedded) == (COUNT - 1, COUNT - 1)
    np.testing.assert_array_equal(rows[first], rows[second])


def test_another_way_to_cut_embeds_again(scene: Clean, tmp_path: Path) -> None:
    one, counting = network()
    shop = workshop(tmp_path / "work")
    embed_faces([one], scene, FACES, shop)
    mirrored = replace(one, cut=lambda image, landmarks: align(image, landmarks)[:, ::-1])
    embed_faces([mirrored], scene, FACES, shop)
    assert counting.embedded == 2 * (COUNT - 1)


def test_a_scene_without_any_face_is_named(scene: Clean, tmp_path: Path) -> None:
    with pytest.raises(JobError, match=r"any of 70 pictures \(clean\)"):
        embed_faces([network()[0]], scene, [None] * COUNT, workshop(tmp_path / "work"))


def test_it_stops_between_blocks_and_keeps_nothing_of_them(scene: Clean, tmp_path: Path) -> None:
    one, counting = network()
    with pytest.raises(JobCancelled, match="after 64 of 69"):
        embed_faces(
            [one], scene, FACES, workshop(tmp_path / "work", should_stop=lambda: counting.embedded > 0)
        )
    assert not (tmp_path / "work").exists()
