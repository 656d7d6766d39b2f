"""Whether photographs look like the person whom they are added to, and the question if they do not."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.translation.catalogue import ntr, tr
from model.verification.decision import Decision


@dataclass(frozen=True, slots=True)
class PhotographsQuestion:
    """Asked before the references are added."""

    title: str
    words: str
    verb: str


def question_of(decisions: Sequence[Decision], person: str) -> PhotographsQuestion | None:
    """``decisions``: of each new face, compared with the person's references. None if half of the faces or
    more match a reference, or without references."""
    unlike = sum(decision.similarity is not None and decision.matches == 0 for decision in decisions)
    if 2 * unlike <= len(decisions):
        return None
    count = len(decisions)
    title = ntr(
        "Does this photograph show {person}?", "Do these photographs show {person}?", count, person=person
    )
    words = ntr(
        "The face in it does not look like {person}. "
        "If you add it, this person will be verified as {person}.",
        "{unlike} of {count} faces do not look like {person}. "
        "If you add them, these people will be verified as {person}.",
        count,
        unlike=unlike,
        person=person,
    )
    return PhotographsQuestion(title, words, verb=tr("Add it") if count == 1 else tr("Add them"))
