"""``collect`` on recordings and the demo camera, and in a process that is killed or interrupted."""

import os
import signal
import subprocess
import sys

import pytest

from app.commands import collect
from app.commands.collect import CollectOptions, collect_crops
from app.gui.preview_window import PreviewWindow
from app.storage.crop_store import CropCounts, CropKind, CropStore
from app.storage.paths import PROJECT
from app.system.exit_codes import Exit
from model.vision.image_file import read_image_file
from tests.support.fakes import FakeFinder, tree
from tests.support.portraits import COLLINS, write_faceless_video, write_portrait_video
from tests.support.waiting import wait_until


@pytest.fixture(scope="module")
def collins_clip(tmp_path_factory):
    path = tmp_path_factory.mktemp("clips") / "collins.avi"
    return str(write_portrait_video(path, COLLINS, seconds=6))


@pytest.fixture
def store(tmp_path):
    return CropStore(tmp_path / "people")


def options(tmp_path, camera, anchors=0, positives=0, negatives=0, person="ada"):
    return CollectOptions(person, camera, anchors, positives, negatives, tmp_path / "people")


@pytest.mark.slow
def test_wanted_crops_are_kept_from_a_recording(tmp_path, store, collins_clip, capsys):
    assert collect_crops(options(tmp_path, collins_clip, anchors=5, positives=3), PreviewWindow) == Exit.DONE
    assert store.counts("ada") == CropCounts(anchor=5, positive=3)
    out, err = capsys.readouterr()
    assert out == "ada has 5 anchors (5 new), 3 positives (3 new), 0 negatives (0 new).\n"
    assert "5/5" in err
    assert "nearly the same as an earlier crop" in err


def test_the_demo_camera_can_be_collected_from(tmp_path, store):
    assert collect_crops(options(tmp_path, "demo:grace", negatives=2), PreviewWindow) == Exit.DONE
    assert store.counts("ada") == CropCounts(negative=2)


@pytest.mark.slow
def test_a_recording_that_ends_too_soon_reports_the_number_of_crops(tmp_path, store, collins_clip, capsys):
    assert collect_crops(options(tmp_path, collins_clip, anchors=5000), PreviewWindow) == Exit.COULD_NOT
    kept = store.count("ada", CropKind.ANCHOR)
    assert kept > 5
    assert f"Kept {kept} of 5,000 anchors." in capsys.readouterr().err


def test_a_recording_without_a_face_keeps_nothing(tmp_path, capsys):
    clip = write_faceless_video(tmp_path / "nobody.avi", seconds=0.5)
    assert collect_crops(options(tmp_path, str(clip), anchors=1), PreviewWindow) == Exit.COULD_NOT
    assert not (tmp_path / "people").exists()
    assert "no face" in capsys.readouterr().err


def test_a_camera_without_a_face_ends_after_the_time_limit(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(collect, "PATIENCE_S", 0.2)
    assert (
        collect_crops(options(tmp_path, "demo:none", anchors=1), PreviewWindow, FakeFinder())
        == Exit.COULD_NOT
    )
    assert ": no face. Kept 0 of 1 anchor. Look into the camera." in capsys.readouterr().err


WRONG = {
    "no such camera": ({"camera": "97"}, Exit.COULD_NOT, "Camera 97 cannot be opened"),
    "no such file": ({"camera": "gone.mp4"}, Exit.COULD_NOT, "no such camera, file or folder: gone.mp4"),
    "a person that is a path": ({"camera": "demo", "person": "../ada"}, Exit.USAGE, "'../ada'"),
}


@pytest.mark.parametrize(("changes", "code", "message"), WRONG.values(), ids=WRONG)
def test_wrong_input_ends_with_its_code_and_a_message(tmp_path, capsys, changes, code, message):
    assert collect_crops(options(tmp_path, **{"anchors": 1, **changes}), PreviewWindow, FakeFinder()) == code
    assert message in capsys.readouterr().err
    assert tree(tmp_path) == {}


def test_a_write_error_ends_with_3_and_advice(tmp_path, collins_clip, capsys):
    (tmp_path / "people").write_text("a file where a folder should be")
    assert collect_crops(options(tmp_path, collins_clip, anchors=1), PreviewWindow) == Exit.COULD_NOT
    assert "A file has the name of the folder. Move the file" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux may lack a display")
def test_without_counts_and_without_a_display_the_error_names_the_next_step(tmp_path, capsys, monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert collect_crops(options(tmp_path, "demo:none"), PreviewWindow, FakeFinder()) == Exit.COULD_NOT
    assert "--anchors 30" in capsys.readouterr().err


def start_collecting(tmp_path, *arguments):
    command = [
        sys.executable,
        str(PROJECT / "main.py"),
        "collect",
        "--data",
        str(tmp_path),
        "--person",
        "ada",
    ]
    return subprocess.Popen(
        [*command, "--camera", "demo", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heed_ctrl_c if os.name == "posix" else None,
    )


def heed_ctrl_c():
    """Shells start background processes with Ctrl-C ignored, and the tests may run in one."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(2))
def test_a_killed_collection_leaves_only_whole_crops(tmp_path, store, number):
    process = start_collecting(tmp_path, "--anchors", "100000")
    wait_until(lambda: store.count("ada", CropKind.ANCHOR) > number)
    process.kill()
    process.communicate()
    paths = store.paths("ada", CropKind.ANCHOR)
    assert paths
    assert all(path.read_bytes().endswith(b"\xff\xd9") for path in paths)
    assert all(read_image_file(path).shape == (100, 100, 3) for path in paths)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot send one process a Ctrl-C")
def test_ctrl_c_keeps_the_crops_and_ends_with_130(tmp_path, store):
    process = start_collecting(tmp_path, "--anchors", "100000")
    wait_until(lambda: store.count("ada", CropKind.ANCHOR) > 1)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate()
    assert process.returncode == Exit.INTERRUPTED
    assert f"ada has {store.count('ada', CropKind.ANCHOR)} anchors" in out
    assert "Traceback" not in err
