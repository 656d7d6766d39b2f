import json
import os
import sys
from pathlib import Path

import numpy as np
import pytest

from model.vision.face import Face
from tests.support.fakes import face_at

pytestmark = pytest.mark.slow

DATA = os.environ.get("SAMEFACE_DATA")


def moved(face: Face, x: float, y: float) -> Face:
    return face_at(face.box.left + x, face.box.top + y, face.box.width)


def test_each_face_is_paired_once_with_the_one_it_overlaps_most() -> None:
    from training.experiments.mtcnn_benchmark import match_faces

    near, far = face_at(0, 0, 100), face_at(300, 0, 100)
    closest, rival, lonely = moved(near, 5, 0), moved(near, -10, 0), face_at(600, 0, 100)
    ((first, second, overlap),) = match_faces([near, far], [lonely, rival, closest])
    assert (first, second) == (near, closest)
    assert overlap == pytest.approx(95 / 105)


@pytest.mark.parametrize(("first", "second"), [(0, 0), (1, 0), (0, 1)])
def test_nothing_pairs_with_nothing(first: int, second: int) -> None:
    from training.experiments.mtcnn_benchmark import match_faces

    assert match_faces([face_at()] * first, [face_at()] * second) == []


def test_landmark_distance_is_in_eye_distances() -> None:
    from training.experiments.mtcnn_benchmark import landmark_distance

    face = face_at()
    assert landmark_distance(face, moved(face, 0.3 * face.eye_distance, 0)) == pytest.approx(0.3, rel=1e-4)


@pytest.mark.parametrize(("height", "width"), [(250, 250), (250, 600), (1000, 300), (480, 640)])
def test_frames_have_one_size_and_show_the_middle(height: int, width: int) -> None:
    from training.experiments.mtcnn_benchmark import as_frame

    image = np.zeros((height, width, 3), np.uint8)
    image[height // 2 - 5 : height // 2 + 5, width // 2 - 5 : width // 2 + 5] = 255
    frame = as_frame(image)
    assert frame.shape == (480, 640, 3)
    assert frame[240, 320].min() > 200


@pytest.mark.skipif(not DATA, reason="SAMEFACE_DATA does not name a folder with lfw_home/")
@pytest.mark.timeout(120)
def test_compares_on_lfw(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from training.experiments.mtcnn_benchmark import main

    out = tmp_path / "comparison.json"
    lfw = str(Path(str(DATA)) / "lfw_home")
    options = ["--lfw", lfw, "--out", str(out), "--count", "12", "--timed", "4"]
    monkeypatch.setattr(sys, "argv", ["mtcnn_benchmark", *options])
    main()
    assert "the original's faces that ours finds" in capsys.readouterr().out
    figures = json.loads(out.read_text(encoding="utf-8"))
    found = figures["agreement"]["originals_that_ours_finds"]
    assert found["trials"] >= 12
    assert found["count"] >= found["trials"] - 1
    assert figures["speed"]["original_ms"] > figures["speed"]["find_smallest_60_ms"] > 0


def test_a_folder_without_lfw_is_a_usage_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from training.experiments.mtcnn_benchmark import main

    monkeypatch.setattr(sys, "argv", ["mtcnn_benchmark", "--lfw", str(tmp_path)])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 2
    assert "no LFW pictures" in capsys.readouterr().err
