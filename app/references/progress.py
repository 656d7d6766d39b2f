"""Search photographs and embed references before a camera opens, with progress and a deadline."""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.references.rejection import NoReferencesError
from model.installation.commands import typed
from model.messages.message import Message, sentences
from model.verification.matcher import Matcher

QUIET_S, PROGRESS_S = 1.0, 0.2
"""When the progress bar first appears, and how often it is updated."""
FEW_PHOTOGRAPHS = 10
"""Searching these takes less time than importing the progress bar."""


def search_photographs(photographs: Sequence[Path], until: float) -> Iterator[Path]:
    """Yield ``photographs`` one by one, with progress.

    Raises NoReferencesError after ``until`` on the monotonic clock.
    """
    for done, path in enumerate(_with_progress(photographs)):
        if time.monotonic() >= until:
            raise NoReferencesError(
                Message(
                    "Time ran out with {done:,} of {total:,} photographs searched. Use fewer, enrol them "
                    "once "
                    "({command}), or allow more time with --timeout.",
                    done=done,
                    total=len(photographs),
                    command=typed("enrol --images"),
                )
            )
        yield path


def _with_progress(photographs: Sequence[Path]) -> Iterator[Path]:
    if len(photographs) <= FEW_PHOTOGRAPHS:
        return iter(photographs)
    from tqdm import tqdm

    return iter(tqdm(photographs, desc="photographs", unit="", delay=QUIET_S, leave=False))


def embed_references(matcher: Matcher, until: float, stored: bool) -> None:
    """Raises NoReferencesError after ``until`` on the monotonic clock. ``stored``: whether the caller stores
    the embeddings made by then."""
    if not matcher.embed_pending(min(QUIET_S, until - time.monotonic())):
        _embed_with_progress(matcher, until)
    if time.monotonic() >= until:
        raise NoReferencesError(_timeout_message(matcher, stored))


def _embed_with_progress(matcher: Matcher, until: float) -> None:
    from tqdm import tqdm  # its import takes longer than most references do

    ready = False
    with tqdm(total=matcher.references, desc="new references", unit="", leave=False) as progress:
        while not ready and time.monotonic() < until:
            progress.update(matcher.ready - progress.n)
            ready = matcher.embed_pending(min(PROGRESS_S, until - time.monotonic()))


def _timeout_message(matcher: Matcher, stored: bool) -> Message:
    embedded = Message(
        "Time ran out with {done:,} of {total:,} references embedded.",
        done=matcher.ready,
        total=matcher.references,
    )
    if stored:
        return sentences(embedded, Message("They are kept: try again, or allow more time with --timeout."))
    return sentences(embedded, Message("Use fewer, or allow more time with --timeout."))
