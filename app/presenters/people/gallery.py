"""Words about single references, and about people whom the model finds similar."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.people.usefulness import Lookalike, Usefulness
from app.presenters.tone import Tone
from app.translation.catalogue import localized, ntr, tr, translatable
from model.terminal.similarity_format import format_measured

USEFULNESS_WORDS = {
    Usefulness.NEW_VIEW: (translatable("Useful: it shows another view."), Tone.GOOD),
    Usefulness.REDUNDANT: (translatable("Adds little: another reference is almost the same."), Tone.CALM),
    Usefulness.UNLIKE_OTHERS: (
        translatable("Unlike the others: check that it shows this person, sharp and well lit."),
        Tone.UNSURE,
    ),
    Usefulness.ONLY_ONE: (translatable("The only one. Add other views and other light."), Tone.UNSURE),
    Usefulness.UNKNOWN: (translatable("It cannot be compared. Remove it, or enrol again."), Tone.BAD),
}


LABELS = {
    Usefulness.NEW_VIEW: translatable("useful"),
    Usefulness.REDUNDANT: translatable("adds little"),
    Usefulness.UNLIKE_OTHERS: translatable("check it"),
    Usefulness.UNKNOWN: translatable("unusable"),
}
"""Short forms, below each picture."""


@dataclass(frozen=True, slots=True)
class ReferenceDetail:
    """About the selected reference."""

    title: str = ""
    words: str = ""
    tone: Tone = Tone.CALM


def present_reference(position: int, count: int, usefulness: Usefulness | None) -> ReferenceDetail:
    """``position`` counts from 1. ``usefulness``: None while it is being computed."""
    title = tr("Reference {position} of {count}", position=position, count=count)
    if usefulness is None:
        return ReferenceDetail(title, tr("Comparing this reference with the others …"))
    words, tone = USEFULNESS_WORDS[usefulness]
    return ReferenceDetail(title, tr(words), tone)


def usefulness_label(usefulness: Usefulness | None) -> tuple[str, Tone]:
    """Empty while it is not known, and for the only reference."""
    if usefulness not in LABELS:
        return "", Tone.CALM
    return tr(LABELS[usefulness]), USEFULNESS_WORDS[usefulness][1]


def picture_title(position: int, count: int) -> str:
    """``position`` counts from 1."""
    return tr("Picture {position} of {count}", position=position, count=count)


def lookalike_words(person: str, lookalikes: Sequence[Lookalike]) -> str:
    """A warning about the most similar person; empty without one."""
    if not lookalikes:
        return ""
    most = lookalikes[0]
    alike = tr(
        "{other} looks like {person} to this model (highest similarity {similarity}).",
        other=most.name,
        person=person,
        similarity=localized(format_measured(most.similarity)),
    )
    verified = ntr(
        "{count} of {all} references of {other} would be verified as {person}.",
        "{count} of {all} references of {other} would be verified as {person}.",
        most.verified,
        all=most.references,
        other=most.name,
        person=person,
    )
    advice = tr("Choose a stricter level, or train the model with both.")
    return " ".join([alike, verified, advice])


def summary_words(usefulness: Sequence[Usefulness]) -> str:
    """How many references add something; empty before they are known, or with one."""
    if len(usefulness) < 2:
        return ""
    redundant, odd = usefulness.count(Usefulness.REDUNDANT), usefulness.count(Usefulness.UNLIKE_OTHERS)
    parts = [
        ntr("{count} adds little.", "{count} add little.", redundant) if redundant else "",
        ntr("{count} is unlike the others.", "{count} are unlike the others.", odd) if odd else "",
    ]
    return " ".join(part for part in parts if part) or tr("Each of them adds another view.")
