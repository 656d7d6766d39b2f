"""Questioned crops: a negative that looks like the person, or an anchor or positive that does not."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.storage.crop_store import CropKind
from app.translation.catalogue import localized, ntr, tr, translatable
from model.terminal.similarity_format import format_measured
from model.verification.decision import Decision
from model.vision.frame import RgbImage

SENTENCES = {
    CropKind.ANCHOR: translatable(
        "This anchor does not look like {person} (highest similarity {similarity})."
    ),
    CropKind.POSITIVE: translatable(
        "This positive does not look like {person} (highest similarity {similarity})."
    ),
    CropKind.NEGATIVE: translatable("This negative looks like {person} (highest similarity {similarity})."),
}


@dataclass(frozen=True, eq=False, slots=True)
class Doubt:
    """``similarity``: the highest to a reference."""

    path: Path
    kind: CropKind
    crop: RgbImage
    similarity: float


def find_doubt(path: Path, kind: CropKind, crop: RgbImage, decision: Decision) -> Doubt | None:
    """None if the crop is what it was kept as, or without references."""
    doubtful = decision.verified if kind is CropKind.NEGATIVE else decision.matches == 0
    if decision.similarity is None or not doubtful:
        return None
    return Doubt(path, kind, crop, decision.similarity)


def doubts_words(doubts: Sequence[Doubt], person: str) -> str:
    """About the newest, and how many there are besides; empty without any."""
    if not doubts:
        return ""
    newest, others = doubts[-1], len(doubts) - 1
    similarity = localized(format_measured(newest.similarity))
    words = tr(SENTENCES[newest.kind], person=person, similarity=similarity)
    if not others:
        return words
    more = ntr("1 other crop is doubtful, too.", "{count} other crops are doubtful, too.", others)
    return f"{words} {more}"
