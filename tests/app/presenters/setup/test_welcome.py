from pathlib import Path

import pytest

from app.live.engine import EngineState, Phase
from app.presenters.readiness import Readiness
from app.presenters.setup.welcome import first_name, missing_words, no_camera_words, stored_words


@pytest.mark.parametrize(
    ("login", "name"), [("ada", "Ada"), ("root", ""), ("ada.l", ""), ("x" * 40, ""), ("", "")]
)
def test_the_account_proposes_a_name_only_if_it_looks_like_one(login: str, name: str) -> None:
    assert first_name(login) == name


@pytest.mark.parametrize("phase", Phase)
def test_the_demo_camera_is_offered_only_without_a_camera(phase: Phase) -> None:
    assert bool(no_camera_words(EngineState(phase, "It is busy."))) == (
        phase in (Phase.FAILED, Phase.RECOVERING)
    )


@pytest.mark.parametrize(("pictures", "stored"), [(False, "10 embeddings"), (True, "10 small pictures")])
def test_it_says_what_is_stored_where_and_how_to_delete_it(pictures: bool, stored: str) -> None:
    words = stored_words(10, Path("people") / "Ada", Path("data"), pictures=pictures, encrypted=False)

    assert stored in words
    assert str(Path("people") / "Ada") in words
    assert "Delete person" in words
    assert words.endswith("To delete everything, including the history, delete data.")


def test_it_says_whether_the_faces_are_encrypted() -> None:
    folders = Path("people") / "Ada", Path("data")
    assert "is encrypted" in stored_words(10, *folders, pictures=False, encrypted=True)
    assert "not encrypted" in stored_words(10, *folders, pictures=False, encrypted=False)


RUNNING = EngineState(Phase.RUNNING)
MISSING = {
    "nothing": (Readiness(RUNNING, ready=True), "Ada", ""),
    "a name": (Readiness(RUNNING, ready=True), "", "Enter your name."),
    "the networks": (Readiness(RUNNING, ready=False), "", "Loading the model."),
    "the camera": (Readiness(EngineState(Phase.OPENING), ready=True), "Ada", "Opening the camera."),
    "more of a recording": (
        Readiness(EngineState(Phase.ENDED), ready=True),
        "Ada",
        "The recording has ended. Play it again to continue.",
    ),
}


@pytest.mark.parametrize(("readiness", "name", "words"), MISSING.values(), ids=MISSING.keys())
def test_the_setup_says_why_it_cannot_start(readiness: Readiness, name: str, words: str) -> None:
    assert missing_words(readiness, name) == words
