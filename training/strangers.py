"""Strangers in your chair: how often people whom nobody learned from match a user, before the user's camera.

A network that took the camera for the face errs there, and nowhere else.
"""

from collections.abc import Callable
from dataclasses import dataclass

from model.runtime.card import Rate
from model.runtime.head import Embeddings
from training.camera_look import CameraLook, dressed
from training.comparison import Comparing, compare_across
from training.rates import false_match_rate
from training.samples import Samples


@dataclass(frozen=True, slots=True)
class StrangersRates:
    """FMRs of the same strangers against the same crops of a user: as other cameras saw them, and in the look
    of the user's. Intervals are as if comparisons were independent."""

    elsewhere: Rate
    in_chair: Rate


def rates_of_strangers(
    comparing: Comparing,
    embed: Callable[[Samples], Embeddings],
    own: Samples,
    strangers: Samples,
    look: CameraLook,
    threshold: float,
    seed: int = 0,
) -> StrangersRates:
    """Every stranger's crop with every crop of the user's ``own``. Raises TrainingError without a pair."""
    references = embed(own)

    def matching(probes: Samples) -> Rate:
        return false_match_rate(compare_across(comparing, references, embed(probes)), threshold)

    return StrangersRates(matching(strangers), matching(dressed(strangers, look, seed)))
