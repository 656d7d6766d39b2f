"""New references are embedded before a camera opens, with progress and within a time."""

import time

from tqdm import tqdm

from app.reference_problem import NoReferencesError
from model.verification.matcher import Matcher

PROGRESS_S, QUIET_S = 0.2, 1.0
"""How often progress is shown, and how long nothing is."""


def embed_references(matcher: Matcher, until: float, kept: bool) -> None:
    """Raises NoReferencesError when it takes beyond ``until``, by the monotonic clock. ``kept``: whether what
    is done by then is kept."""
    ready = False
    try:
        with _progress(matcher) as progress:
            while not ready:
                ready = matcher.learn(PROGRESS_S)
                progress.update(matcher.ready - progress.n)
                if time.monotonic() >= until:
                    raise NoReferencesError(_out_of_time(matcher, kept))
    finally:
        matcher.keep_learned()


def _progress(matcher: Matcher) -> "tqdm[None]":
    return tqdm(
        total=matcher.references,
        initial=matcher.ready,
        desc="new references",
        unit="",
        delay=QUIET_S,
        leave=False,
    )


def _out_of_time(matcher: Matcher, kept: bool) -> str:
    embedded = f"{matcher.ready:,} of {matcher.references:,} references embedded"
    advice = "They are kept: try again" if kept else "Use fewer"
    return f"Time ran out with {embedded}. {advice}, or allow more time with --timeout."
