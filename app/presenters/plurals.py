"""Pluralisation."""

from app.translation.catalogue import localized, ntr, tr, translatable
from model.terminal import plurals


def counted(number: int, noun: str) -> str:
    """ "no crops", "1 crop", "2 crops"."""
    return plurals.counted(number, noun) if number else f"no {noun}s"


LARGEST_IS_JUDGED = translatable("{faces} faces: the largest is judged.")
LARGEST_IS_KEPT = translatable("{faces} faces: the largest is kept.")


def several_faces(faces: int, fate: str) -> str:
    """What happens to the largest of ``faces``: ``fate``. Empty when there is no choice."""
    return tr(fate, faces=faces) if faces > 1 else ""


def matches_words(matches: int, references: int) -> str:
    """ "1 of 3 references matches", "2 of 3 references match"."""
    if matches == 1:
        return ntr("1 of {count} reference matches", "1 of {count} references matches", references)
    return ntr(
        "{matches} of {count} reference match",
        "{matches} of {count} references match",
        references,
        matches=localized(f"{matches:,}"),
    )
