"""A judge of verification that keeps a history of its attempts."""

from collections.abc import Callable

from app.history.attempt_record import AttemptRecord
from app.history.attempt_recorder import AttemptRecorder, recording_attempts
from app.history.history_store import HistoryStore
from app.live.judge import Judge
from app.storage.settings import Settings
from model.verification.session import FrameReport, VerificationSession
from model.vision.frame import Frame


def recorded_judge(
    judge: Callable[[Frame], FrameReport],
    session: VerificationSession,
    settings: Settings,
    history: HistoryStore,
    on_record: Callable[[AttemptRecord], object],
) -> Judge[FrameReport]:
    """``judge``, with ``history`` recording its attempts if ``settings`` say so. ``on_record`` is called with
    each record, on the judge thread."""
    if not settings.keep_history:
        return Judge(judge, session.begin)
    recorder = AttemptRecorder(settings.person)

    def begin() -> None:
        session.begin()
        recorder.begin()

    return Judge(recording_attempts(judge, recorder, history, settings.keep_pictures, on_record), begin)
