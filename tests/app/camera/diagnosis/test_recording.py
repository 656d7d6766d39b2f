import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.camera.diagnosis.recording import decode_error
from app.camera.factory import open_source
from app.camera.source import CameraError
from tests.support.portraits import write_faceless_video

NOBODY = 65534


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return write_faceless_video(tmp_path_factory.mktemp("clips") / "whole.mp4", seconds=0.5).read_bytes()


def refused(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    with pytest.raises(CameraError) as error:
        open_source(str(path))
    return str(error.value)


def test_an_incomplete_recording_is_reported_as_incomplete(tmp_path: Path, whole: bytes) -> None:
    told = refused(tmp_path / "half.mp4", whole[: len(whole) // 3])
    assert "half.mp4 is only part of an MP4 or MOV file: the end is missing. Wait until" in told


def test_a_truncated_copy_is_reported_as_truncated(tmp_path: Path, whole: bytes) -> None:
    """The table of contents comes first in it, and what that tells of is not there."""
    place = whole.index(b"moov") - 4
    header, pictures, contents = whole[:28], whole[36:place], whole[place:]
    told = refused(tmp_path / "copy.mov", header + contents[:400] + pictures[:100])
    assert "the end is missing" in told


@pytest.mark.parametrize("head", [b"\x1aE\xdf\xa3" + bytes(90), b"FLV\x01" + bytes(90)])
def test_other_kinds_are_damaged_or_unknown(tmp_path: Path, head: bytes) -> None:
    assert "that is damaged or has an unsupported format. Convert" in refused(tmp_path / "half.mkv", head)


def test_an_empty_file_is_reported_as_empty(tmp_path: Path) -> None:
    assert "is empty. Wait until it is complete" in refused(tmp_path / "new.mp4", b"")


def test_another_kind_of_file_is_named(tmp_path: Path) -> None:
    assert "is not a playable video. Use a recording: MP4" in refused(tmp_path / "a.mp4", b"word " * 99)


def test_an_unknown_format_should_be_converted(tmp_path: Path) -> None:
    film = write_faceless_video(tmp_path / "film.avi", seconds=0.5).read_bytes()
    told = refused(tmp_path / "odd.avi", film.replace(b"MJPG", b"ZZZZ"))
    assert "odd.avi is an AVI file that is damaged or has an unsupported format. Convert" in told
    assert "the end is missing" in refused(tmp_path / "half.avi", film.replace(b"MJPG", b"ZZZZ")[:5000])


def test_a_format_that_cannot_be_decoded_is_named() -> None:
    assert "a.mp4 can be decoded (codec av1). Convert it" in str(decode_error("a.mp4", "av1"))
    assert "a.mp4 can be decoded. Convert it" in str(decode_error("a.mp4", ""))


@pytest.fixture
def somebody_else() -> Iterator[None]:
    """Root may read everything, so it becomes nobody for a moment."""
    if sys.platform == "win32":
        pytest.skip("Windows has other ways to forbid a file")
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    yield
    if root:
        os.seteuid(0)


@pytest.fixture
def forbidden() -> Iterator[Path]:
    """A recording and a folder that may not be read, in a folder that may."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "clip.mp4").write_bytes(b"film")
        (folder / "clip.mp4").chmod(0)
        (folder / "closed").mkdir(mode=0)
        yield folder
        (folder / "closed").chmod(0o700)


def test_a_file_without_permission_is_reported_as_such(forbidden: Path, somebody_else: None) -> None:
    with pytest.raises(
        CameraError, match=r"You do not have permission to read .*clip\.mp4\. Change its permissions"
    ):
        open_source(str(forbidden / "clip.mp4"))


def test_a_folder_without_permission_is_reported_as_such(forbidden: Path, somebody_else: None) -> None:
    with pytest.raises(CameraError, match="cannot be listed: Permission denied"):
        open_source(str(forbidden / "closed"))
    with pytest.raises(CameraError, match=r"clip\.mp4 cannot be read: Permission denied"):
        open_source(str(forbidden / "closed" / "clip.mp4"))
