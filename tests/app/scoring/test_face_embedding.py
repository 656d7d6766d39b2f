import cv2
import numpy as np
import pytest

from app.scoring.face_embedding import FaceFailure, embed_face
from app.scoring.score_row import MALFORMED, OK
from app.storage.paths import PROJECT
from model.vision import image_file
from tests.app.scoring.synthetic_pairs import BLANK, FakeSameface, write_pictures
from tests.support.fakes import face_at


def test_a_face_is_embedded(tmp_path):
    write_pictures(tmp_path, 51)
    assert embed_face(tmp_path / "51.png", FakeSameface()) == pytest.approx([0.2])


def test_of_several_faces_the_one_in_the_middle_counts(tmp_path):
    image = np.zeros((400, 400, 3), np.uint8)
    image[150:250, 150:250] = 100
    cv2.imwrite(str(tmp_path / "several.png"), image)

    class TwoFaces(FakeSameface):
        def find(self, image):
            return [face_at(0, 0, 140), face_at(150, 150, 100)]

    assert embed_face(tmp_path / "several.png", TwoFaces()) == pytest.approx([100 / 255], abs=0.02)


def test_a_picture_on_its_side_is_turned_and_logged(tmp_path, caplog):
    image = np.full((300, 200, 3), 100, np.uint8)
    cv2.imwrite(str(tmp_path / "side.png"), image)

    class Landscape(FakeSameface):
        def find(self, image):
            return [face_at(0, 0, 140)] if image.shape[1] > image.shape[0] else []

    with caplog.at_level("INFO"):
        assert embed_face(tmp_path / "side.png", Landscape()) == pytest.approx([100 / 255], abs=0.02)
    assert "side.png: No face in it is upright" in caplog.text


def obstacle(path, content, sameface=None):
    path.write_bytes(content)
    return embed_face(path, sameface or FakeSameface())


def test_every_obstacle_has_its_name(tmp_path, monkeypatch):
    picture = tmp_path / "picture.png"
    assert embed_face(tmp_path / "gone.png", FakeSameface()) is FaceFailure.NO_FILE
    assert embed_face(tmp_path, FakeSameface()) is FaceFailure.NO_FILE
    assert embed_face(tmp_path / "nul\0l.png", FakeSameface()) is FaceFailure.NO_FILE
    assert embed_face(tmp_path / ("long" * 100), FakeSameface()) in (
        FaceFailure.UNREADABLE,
        FaceFailure.NO_FILE,
    )
    assert obstacle(picture, b"") is FaceFailure.NO_PICTURE
    assert obstacle(picture, b"words") is FaceFailure.NO_PICTURE
    blank = cv2.imencode(".png", np.full((20, 20), BLANK, np.uint8))[1].tobytes()
    assert obstacle(picture, blank) is FaceFailure.NO_FACE
    monkeypatch.setattr(image_file, "MAX_PIXELS", 399)
    assert obstacle(picture, blank) is FaceFailure.TOO_LARGE


REFUSALS = [cv2.error("no"), MemoryError(), RuntimeError("no memory for tensors"), ValueError("landmarks")]


@pytest.mark.parametrize("refusal", REFUSALS, ids=repr)
def test_a_picture_that_a_library_refuses_stops_nothing_and_is_logged(tmp_path, refusal, caplog):
    class Refusing(FakeSameface):
        def find(self, image):
            raise refusal

    write_pictures(tmp_path, 50)
    assert embed_face(tmp_path / "50.png", Refusing()) is FaceFailure.FAILED
    assert "50.png" in caplog.text


def test_the_guide_explains_every_status():
    guide = (PROJECT / "docs" / "guide" / "score.md").read_text(encoding="utf-8")
    for status in (OK, MALFORMED, *FaceFailure):
        assert f"| `{status}` |" in guide, status
