"""Store new embeddings of references once they are all computed, on a thread of their own."""

import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

from app.references.reference_loader import ReferenceSet
from model.runtime.similarity_head import Embedding
from model.verification.matcher import Matcher
from model.verification.session import FrameReport, VerificationSession
from model.vision.frame import Frame

Report = TypeVar("Report")


def saving_embeddings(
    judge: Callable[[Frame], Report], matcher: Matcher, save: Callable[[Sequence[Embedding]], object]
) -> Callable[[Frame], Report]:
    """``judge``; once the matcher is ready, ``save`` gets its new embeddings. No frame waits for the disk."""
    unsaved = [save]

    def judge_and_save(frame: Frame) -> Report:
        report = judge(frame)
        if unsaved and matcher.ready == matcher.references:
            writer = threading.Thread(
                target=unsaved.pop(), args=(matcher.embedded,), name="save embeddings", daemon=True
            )
            writer.start()
        return report

    return judge_and_save


def judge_of(session: VerificationSession, references: ReferenceSet) -> Callable[[Frame], FrameReport]:
    """Judge with ``session``, and store the embeddings of new ``references`` if there are any."""
    if not references.crops:
        return session.process
    return saving_embeddings(session.process, session.matcher, references.save_embeddings)
