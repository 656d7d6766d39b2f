"""How many crops of each kind training needs."""

from app.storage.crop_store import CropKind
from app.translation.catalogue import ntr, tr, translatable

GOALS = {CropKind.ANCHOR: 30, CropKind.POSITIVE: 30, CropKind.NEGATIVE: 30}
"""A few dozen of each, in different light and poses: training learns little from fewer."""
PURPOSES = {
    CropKind.ANCHOR: translatable("You, looking straight into the camera, in good light."),
    CropKind.POSITIVE: translatable("You, as you vary: different light, glasses, hair and distance."),
    CropKind.NEGATIVE: translatable(
        "Other people in front of this camera. "
        "Ask a friend, so that the model learns your face and not your camera."
    ),
}


def purpose_words(kind: CropKind) -> str:
    return tr(PURPOSES[kind])


def missing_words(kind: CropKind, count: int) -> str:
    """How many crops of ``kind`` are still to be collected."""
    missing = GOALS[kind] - count
    return tr("Enough") if missing <= 0 else ntr("{count} more", "{count} more", missing)


def goal_share(kind: CropKind, count: int) -> float:
    """In [0, 1]."""
    return min(1.0, count / GOALS[kind])
