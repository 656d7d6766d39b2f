import pytest

from app.presenters.tone import Tone
from app.presenters.verification.ending import present_ending, so_far_words
from app.presenters.verification.time_limit import NO_LIMIT, present_time
from app.translation.catalogue import use_language
from app.translation.language import Language
from model.liveness.result import Layer, LayerResult, LayerStatus, LivenessReason
from model.verification.attempt import AttemptState, Ending
from model.verification.decision import Decision, Reason, Thresholds
from model.vision.quality import Flaw

MATCH = Decision(Reason.ENOUGH_MATCHES, matches=6, references=8, similarity=0.97)
MISMATCH = Decision(Reason.TOO_FEW_MATCHES, matches=1, references=8, similarity=0.93)
FLAT = LayerResult(Layer.DEPTH, LayerStatus.FAILED, LivenessReason.FLAT)
TOO_STILL = LayerResult(Layer.DEPTH, LayerStatus.CANNOT_TELL, LivenessReason.TOO_STILL)
THRESHOLDS = Thresholds(0.9, 0.5)


def attempt(ending: Ending | None, decision: Decision, *liveness: LayerResult, run: int = 1) -> AttemptState:
    return AttemptState(
        ending is Ending.VERIFIED, decision, 1, 30, run, liveness=liveness, ending=ending, seconds=5.0
    )


ENDINGS = {
    "verified": (
        attempt(Ending.VERIFIED, MATCH),
        Tone.GOOD,
        "Verified",
        "The same face as Ann: 6 of 8 references match.",
    ),
    "another face": (
        attempt(Ending.NOT_SAME, MISMATCH),
        Tone.BAD,
        "Not verified",
        "Not the same face as Ann: 1 of 8 references matches, but more than 50 % must match.",
    ),
    "unsteady": (
        attempt(Ending.NOT_SAME, MATCH, run=2),
        Tone.BAD,
        "Not verified",
        "Too few frames in a row matched, 2 at most. Hold still and look into the camera.",
    ),
    "a print": (
        attempt(Ending.NOT_LIVE, MATCH, FLAT),
        Tone.BAD,
        "Not verified",
        "The face moves like a flat picture. Show your real face, not a picture of it, and try again.",
    ),
    "too still": (
        attempt(Ending.CANNOT_TELL, MATCH, TOO_STILL),
        Tone.UNSURE,
        "Could not judge",
        "The head did not move enough to see its depth. Try again, and turn your head a little when asked.",
    ),
    "dark": (
        attempt(Ending.NOT_JUDGED, Decision(Flaw.TOO_DARK)),
        Tone.UNSURE,
        "Could not judge",
        "Too dark. Turn on a light or face a window.",
    ),
}


@pytest.mark.parametrize(("state", "tone", "headline", "detail"), ENDINGS.values(), ids=ENDINGS.keys())
def test_each_ending_has_its_words_and_next_step(
    state: AttemptState, tone: Tone, headline: str, detail: str
) -> None:
    words = present_ending(state, "Ann", THRESHOLDS)

    assert (words.tone, words.headline, words.detail) == (tone, headline, detail)


@pytest.mark.parametrize("ending", [ending for ending in Ending if ending is not Ending.VERIFIED])
@pytest.mark.parametrize("decision", [MATCH, MISMATCH, Decision(Reason.NO_FACE)])
def test_only_one_ending_says_verified(ending: Ending, decision: Decision) -> None:
    words = present_ending(attempt(ending, decision, FLAT), "Ann", THRESHOLDS)

    assert words.headline != "Verified"
    assert words.tone is not Tone.GOOD
    assert words.detail


def test_the_time_that_is_left_is_rounded_up() -> None:
    left = present_time(attempt(None, MISMATCH), limit_s=19.5)

    assert left.words == "15 seconds left"
    assert left.share == pytest.approx(14.5 / 19.5)


@pytest.mark.parametrize(("ending", "limit_s"), [(Ending.NOT_SAME, 20.0), (None, float("inf"))])
def test_no_time_is_shown_after_the_end_or_without_a_limit(ending: Ending | None, limit_s: float) -> None:
    assert present_time(attempt(ending, MISMATCH), limit_s) == NO_LIMIT


@pytest.mark.parametrize(
    ("matches", "references", "english", "german"),
    [
        (0, 1, "So far 0 of 1 reference matches;", "Bisher passt 0 von 1 Referenz;"),
        (1, 1, "So far 1 of 1 reference matches;", "Bisher passt 1 von 1 Referenz;"),
        (1, 12, "So far 1 of 12 references matches;", "Bisher passt 1 von 12 Referenzen;"),
        (4, 12, "So far 4 of 12 references match;", "Bisher passen 4 von 12 Referenzen;"),
    ],
)
def test_the_matches_so_far_agree_with_their_verb(
    matches: int, references: int, english: str, german: str
) -> None:
    decision = Decision(Reason.TOO_FEW_MATCHES, matches, references, 0.93)
    assert so_far_words(decision, "Ann", THRESHOLDS).startswith(english)
    use_language(Language.GERMAN)
    try:
        assert so_far_words(decision, "Ann", THRESHOLDS).startswith(german)
    finally:
        use_language(Language.ENGLISH)
