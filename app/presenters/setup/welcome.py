"""What the first run says."""

from pathlib import Path

from app.live.engine import EngineState, Phase
from app.presenters.readiness import Readiness, blocking_state
from app.presenters.setup.enrolment import RECORDING_ENDED
from app.translation.catalogue import ntr, tr, translatable

TITLE = translatable("Welcome to Sameface")
LOOK = translatable("Now look into the camera")
READY_TITLE = translatable("You are set up")
INTRODUCTION = translatable(
    "Sameface checks whether the face in front of the camera is yours. To set it up, look into the camera "
    "for about 20 seconds."
)
CONSENT = translatable(
    "Sameface stores numbers that it computes from your face (embeddings) on this computer, and nowhere "
    "else. It uses them only to compare faces. You can delete them at any time."
)
MAX_PROPOSED_NAME = 20
SYSTEM_ACCOUNTS = frozenset({"root", "administrator", "admin", "user"})


def first_name(login: str) -> str:
    """A suggested name for the person with this account; empty for an account without a person."""
    if login.lower() in SYSTEM_ACCOUNTS or not login.isalpha() or len(login) > MAX_PROPOSED_NAME:
        return ""
    return login.capitalize()


def no_camera_words(state: EngineState) -> str:
    """What to use instead of a camera that does not open or is being retried; empty while one works. The
    banner says why it does not."""
    if state.phase in (Phase.FAILED, Phase.RECOVERING):
        return tr("No webcam? Try Sameface with the demo camera or a recording.")
    return ""


def missing_words(readiness: Readiness, name: str) -> str:
    """Why the enrolment of ``name`` cannot start; empty when it can."""
    blocked = blocking_state(readiness)
    if blocked:
        return blocked.detail
    if readiness.camera.phase is Phase.ENDED:
        return tr(RECORDING_ENDED.next_step)
    return "" if name else tr("Enter your name.")


def stored_words(references: int, folder: Path, data_folder: Path, *, pictures: bool, encrypted: bool) -> str:
    """``folder``: of the person, in ``data_folder``. ``pictures``: whether they were stored, and not only the
    embeddings."""
    stored = (
        ntr(
            "Sameface has stored 1 small picture of your face in {folder}.",
            "Sameface has stored {count} small pictures of your face in {folder}.",
            references,
            folder=folder,
        )
        if pictures
        else ntr(
            "Sameface has stored 1 embedding of your face in {folder}, and no picture.",
            "Sameface has stored {count} embeddings of your face in {folder}, and no pictures.",
            references,
            folder=folder,
        )
    )
    protection = tr("The folder is encrypted.") if encrypted else tr("The folder is not encrypted.")
    advice = tr(
        "Nothing leaves this computer. To delete your face, open “People” and choose “Delete person”. To "
        "delete everything, including the history, delete {folder}.",
        folder=data_folder,
    )
    return f"{stored} {protection} {advice}"
