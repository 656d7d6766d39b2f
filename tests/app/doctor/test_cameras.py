from pathlib import Path

import pytest

from app.doctor.cameras import Candidate, candidates, check_cameras, probe_camera
from app.doctor.finding import Status
from app.system.subprocess_probe import ProbeResult, run_probe

PICTURE = ProbeResult({"width": 640, "height": 480, "seconds": 0.41})
REFUSED = ProbeResult(None, "Camera 3 cannot be opened. Plug it in, or try another number.")
CERTAIN = Candidate("3", "Integrated Camera", certain=True)
GUESSED = Candidate("3", "", certain=False)


def plug_in(devices: Path, node: str, index: str, name: str) -> None:
    (devices / node).mkdir(parents=True)
    (devices / node / "index").write_text(f"{index}\n")
    (devices / node / "name").write_text(f"{name}\n")


def test_linux_lists_cameras_by_name_without_their_other_nodes(tmp_path: Path) -> None:
    plug_in(tmp_path, "video10", "0", "Second")
    plug_in(tmp_path, "video2", "0", "First")
    plug_in(tmp_path, "video3", "1", "First")
    assert candidates(None, "linux", tmp_path) == [
        Candidate("2", "First", certain=True),
        Candidate("10", "Second", certain=True),
    ]


def test_without_a_list_the_first_numbers_are_tried(tmp_path: Path) -> None:
    assert candidates(None, "linux", tmp_path / "none") == []
    assert [one.spec for one in candidates(None, "win32")] == ["0", "1", "2"]
    assert not any(one.certain for one in candidates(None, "darwin"))


def test_one_that_was_named_is_the_only_one() -> None:
    assert candidates("ada.mp4", "linux") == [Candidate("ada.mp4", "", certain=True)]


OUTCOMES = {
    "a picture": (CERTAIN, PICTURE, Status.OK, "It delivers pictures of 640x480; the first took 0.4 s."),
    "a picture of a camera that was guessed": (GUESSED, PICTURE, Status.OK, "640x480"),
    "refused": (CERTAIN, REFUSED, Status.FAILED, "It delivers no pictures. Camera 3 cannot be opened."),
    "none where one was guessed": (GUESSED, REFUSED, Status.WARNING, "No camera was found."),
    "no OpenCV": (GUESSED, ProbeResult(None, missing="cv2"), Status.FAILED, "cv2 is missing"),
}


@pytest.mark.parametrize(("candidate", "outcome", "status", "words"), OUTCOMES.values(), ids=OUTCOMES)
def test_the_finding_about_a_camera(
    candidate: Candidate, outcome: ProbeResult, status: Status, words: str
) -> None:
    (found,) = check_cameras([candidate], lambda spec: outcome)
    assert found.status is status
    assert words in found.sentence
    assert bool(found.next_step) is (status is not Status.OK)


def test_its_name_and_that_of_a_file_stay_on_this_machine() -> None:
    (named,) = check_cameras([CERTAIN], lambda spec: PICTURE)
    assert (named.topic, named.detail) == ("camera 3", "Integrated Camera")
    words = ProbeResult(None, "ada.mp4 is not a video that can be played. Use a recording.")
    (file,) = check_cameras([Candidate("ada.mp4", "", certain=True)], lambda spec: words)
    assert "ada" not in file.topic + file.sentence + file.next_step
    assert file.detail == "ada.mp4 is not a video that can be played."


def test_a_driver_that_blocks_does_not_delay_the_other_cameras() -> None:
    def stuck(spec: str) -> ProbeResult:
        return (
            run_probe(["-c", "import threading; threading.Event().wait()"], 0.3) if spec == "0" else PICTURE
        )

    cameras = [Candidate(number, "", certain=True) for number in ("0", "1")]
    blocked, working = check_cameras(cameras, stuck)
    assert blocked.status is Status.FAILED
    assert "no answer within 0.3 s" in blocked.sentence
    assert working.status is Status.OK


def test_no_camera_at_all_is_a_warning() -> None:
    (found,) = check_cameras([])
    assert found.status is Status.WARNING
    assert "main.py demo" in found.next_step


@pytest.mark.slow
def test_real_ones_are_opened_in_a_process_of_their_own() -> None:
    assert probe_camera("demo").answer["width"] == 640
    assert probe_camera("97").error.startswith("Camera 97 cannot be opened.")
