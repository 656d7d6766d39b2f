from pathlib import Path

import pytest

from app.presenters.collecting.doubts import Doubt, doubts_words, find_doubt
from app.storage.crop_store import CropKind
from model.verification.decision import Decision, Reason
from tests.support.fakes import sharp_image

VERIFIED = Decision(Reason.ENOUGH_MATCHES, 8, 8, 0.99)
UNLIKE = Decision(Reason.TOO_FEW_MATCHES, 0, 8, 0.02)
PARTLY = Decision(Reason.TOO_FEW_MATCHES, 2, 8, 0.93)


def doubt(kind: CropKind, decision: Decision) -> Doubt | None:
    return find_doubt(Path("crop.jpg"), kind, sharp_image(), decision)


DOUBTS = {
    "a negative of the person": (CropKind.NEGATIVE, VERIFIED, "This negative looks like Ada ("),
    "a negative of somebody else": (CropKind.NEGATIVE, UNLIKE, ""),
    "an anchor of somebody else": (CropKind.ANCHOR, UNLIKE, "This anchor does not look like Ada ("),
    "a positive of somebody else": (CropKind.POSITIVE, UNLIKE, "This positive does not look like Ada ("),
    "an anchor in another pose": (CropKind.ANCHOR, PARTLY, ""),
    "no references": (CropKind.ANCHOR, Decision(Reason.NO_REFERENCES), ""),
}


@pytest.mark.parametrize(("kind", "decision", "beginning"), DOUBTS.values(), ids=DOUBTS)
def test_only_a_crop_that_contradicts_its_kind_is_in_doubt(
    kind: CropKind, decision: Decision, beginning: str
) -> None:
    found = doubt(kind, decision)
    words = doubts_words([found] if found else [], "Ada")

    assert bool(words) == bool(beginning)
    assert words.startswith(beginning)


def test_a_capture_of_the_wrong_person_questions_every_crop() -> None:
    doubts = [doubt(CropKind.NEGATIVE, VERIFIED) for _ in range(3)]

    assert doubts_words(doubts, "Ada") == (
        "This negative looks like Ada (highest similarity 0.990). 2 other crops are doubtful, too."
    )
