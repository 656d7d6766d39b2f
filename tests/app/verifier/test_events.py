"""Events as other programs read them, through the command line."""

import json
import shutil

import pytest

from app.cli import main
from app.system.exit_codes import Exit
from tests.support.portraits import COLLINS, HOPPER, write_portrait_video


@pytest.fixture
def events(tmp_path, capsys):
    (tmp_path / "photos").mkdir()
    shutil.copy(COLLINS.path, tmp_path / "photos")

    def run(*arguments: object) -> tuple[int, list[dict]]:
        given = ("--data", tmp_path / "data", "--references", tmp_path / "photos", "--events", *arguments)
        code = main(["verify", *map(str, given)])
        return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return run


def names(events: list[dict]) -> list[str]:
    return [event["event"] for event in events]


def test_a_photograph_starts_is_judged_and_ends(events) -> None:
    code, heard = events("--image", HOPPER.path)
    assert names(heard) == ["started", "frame", "ended"]
    assert heard[0] == {
        "event": "started",
        "person": None,
        "level": "balanced",
        "liveness": "none",
        "references": 1,
    }
    assert heard[1] == {"event": "frame", "reason": "too few references match", "faces": 1}
    assert (code, heard[2]["exit_code"], heard[2]["verified"]) == (
        Exit.NOT_VERIFIED,
        Exit.NOT_VERIFIED,
        False,
    )


def test_frames_are_events_only_when_the_reason_changes(events, tmp_path) -> None:
    write_portrait_video(tmp_path / "clip.avi", COLLINS, seconds=1)
    code, heard = events("--camera", tmp_path / "clip.avi", "--level", "convenient")
    assert (code, names(heard)) == (Exit.VERIFIED, ["started", "frame", "ended"])


@pytest.mark.slow
def test_after_success_it_ends_with_the_person_leaving(events, tmp_path) -> None:
    write_portrait_video(tmp_path / "clip.avi", COLLINS, seconds=1)
    code, heard = events("--camera", tmp_path / "clip.avi", "--on-leave", "true")
    assert (code, names(heard)[-2:]) == (Exit.VERIFIED, ["ended", "left"])


def test_an_error_is_an_ending_too(events, tmp_path) -> None:
    code, heard = events("--image", tmp_path / "no.jpg")
    assert names(heard)[-1] == "ended"
    assert (code, "no.jpg" in heard[-1]["reason"]) == (Exit.USAGE, True)


def test_a_damaged_settings_file_is_an_ending_too(events, tmp_path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "settings.json").write_text("{")
    code, heard = events("--image", HOPPER.path)
    assert (code, names(heard)) == (Exit.COULD_NOT, ["ended"])
