import pytest

from app.presenters.collecting.goals import GOALS, doubt_words, goal_share, missing_words
from app.storage.crop_store import CropKind
from model.verification.decision import Decision, Reason

VERIFIED = Decision(Reason.ENOUGH_MATCHES, 8, 8, 0.99)
UNLIKE = Decision(Reason.TOO_FEW_MATCHES, 0, 8, 0.02)
PARTLY = Decision(Reason.TOO_FEW_MATCHES, 2, 8, 0.93)


@pytest.mark.parametrize("kind", CropKind)
def test_every_kind_has_a_purpose_and_a_goal(kind: CropKind) -> None:
    assert missing_words(kind, 0) == f"{GOALS[kind]} more."
    assert missing_words(kind, GOALS[kind]) == "Enough."
    assert (goal_share(kind, 0), goal_share(kind, 1000)) == (0.0, 1.0)


DOUBTS = {
    "a negative of the person": (CropKind.NEGATIVE, VERIFIED, "This negative looks like Ada: "),
    "a negative of somebody else": (CropKind.NEGATIVE, UNLIKE, ""),
    "an anchor of somebody else": (CropKind.ANCHOR, UNLIKE, "This anchor does not look like Ada: "),
    "a positive of somebody else": (CropKind.POSITIVE, UNLIKE, "This positive does not look like Ada: "),
    "an anchor in another pose": (CropKind.ANCHOR, PARTLY, ""),
    "no references": (CropKind.ANCHOR, Decision(Reason.NO_REFERENCES), ""),
}


@pytest.mark.parametrize(("kind", "decision", "beginning"), DOUBTS.values(), ids=DOUBTS)
def test_only_a_crop_that_contradicts_its_kind_is_in_doubt(
    kind: CropKind, decision: Decision, beginning: str
) -> None:
    words = doubt_words(kind, decision, "Ada")

    assert bool(words) == bool(beginning)
    assert words.startswith(beginning)
