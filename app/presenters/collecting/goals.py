"""How many crops of each kind training needs, and which crops are doubtful."""

from app.storage.crop_store import CropKind
from app.translation.catalogue import ntr, tr, translatable
from model.terminal.similarity_format import format_similarity
from model.verification.decision import Decision

GOALS = {CropKind.ANCHOR: 30, CropKind.POSITIVE: 30, CropKind.NEGATIVE: 30}
"""A few dozen of each, in different light and poses: training learns little from fewer."""
PURPOSES = {
    CropKind.ANCHOR: translatable("You, looking straight into the camera, in good light."),
    CropKind.POSITIVE: translatable("You, as you vary: different light, glasses, hair and distance."),
    CropKind.NEGATIVE: translatable(
        "Other people at this camera. Ask a friend, so that the model learns your face and not your camera."
    ),
}


def purpose_words(kind: CropKind) -> str:
    return tr(PURPOSES[kind])


def missing_words(kind: CropKind, count: int) -> str:
    """How many crops of ``kind`` are still to be collected."""
    missing = GOALS[kind] - count
    return tr("Enough.") if missing <= 0 else ntr("{count} more.", "{count} more.", missing)


def goal_share(kind: CropKind, count: int) -> float:
    """In [0, 1]."""
    return min(1.0, count / GOALS[kind])


def doubt_words(kind: CropKind, decision: Decision, person: str) -> str:
    """Why a crop that was kept as ``kind`` is doubtful; empty if it is not, or without references."""
    if decision.similarity is None:
        return ""
    similarity = format_similarity(decision.similarity)
    if kind is CropKind.NEGATIVE and decision.verified:
        return tr(
            "This negative looks like {person}: highest similarity {similarity}.",
            person=person,
            similarity=similarity,
        )
    if kind is not CropKind.NEGATIVE and decision.matches == 0:
        return tr(
            "This {kind} does not look like {person}: highest similarity {similarity}.",
            kind=kind,
            person=person,
            similarity=similarity,
        )
    return ""
