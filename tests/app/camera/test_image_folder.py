import logging

import cv2
import pytest

from app.camera.image_folder import FolderSource
from app.camera.source import CameraError
from tests.support.fakes import grey


def fill(folder, *levels):
    for number, level in enumerate(levels):
        content = b"not a picture" if level is None else cv2.imencode(".png", grey(level))[1].tobytes()
        (folder / f"{number}.png").write_bytes(content)


def levels_of(source):
    frames = []
    while (frame := source.read()) is not None:
        frames.append(frame)
    return [(frame.index, frame.seconds, int(frame.image[0, 0, 0])) for frame in frames]


def test_pictures_play_in_name_order_one_a_second(tmp_path):
    fill(tmp_path, 10, 20, 30)
    with FolderSource(tmp_path) as source:
        assert not source.live
        assert levels_of(source) == [(0, 0.0, 10), (1, 1.0, 20), (2, 2.0, 30)]
        assert source.read() is None


def test_unreadable_pictures_are_skipped_counted_and_logged(tmp_path, caplog):
    fill(tmp_path, None, 20, None, 40)
    source = FolderSource(tmp_path)
    with caplog.at_level(logging.WARNING):
        assert levels_of(source) == [(0, 0.0, 20), (1, 1.0, 40)]
    assert source.skipped == 2
    assert "2.png" in caplog.text


def test_a_folder_without_pictures_is_refused(tmp_path):
    (tmp_path / "notes.txt").write_text("hello")
    with pytest.raises(CameraError, match="contains no pictures"):
        FolderSource(tmp_path)


def test_a_folder_of_which_nothing_can_be_read_is_refused(tmp_path):
    fill(tmp_path, None, None)
    with pytest.raises(CameraError, match=r"None of the 2 pictures in .* can be read"):
        FolderSource(tmp_path).read()


def test_a_closed_folder_has_ended(tmp_path):
    fill(tmp_path, 10, 20)
    source = FolderSource(tmp_path)
    source.read()
    source.close()
    assert source.read() is None
