"""Words about a file of exported people."""

from collections.abc import Sequence
from pathlib import Path

from app.references.templates import SUFFIX
from app.translation.catalogue import ntr, tr
from model.vision.image_file import has_image_suffix

MAX_NAMES = 3


def names_words(people: Sequence[str]) -> str:
    """ "Ada, Bob and Cy", or "Ada, Bob, Cy and 2 more"."""
    more = len(people) - MAX_NAMES
    if more > 0:
        shown = ", ".join(people[:MAX_NAMES])
        return ntr("{names} and {count} more", "{names} and {count} more", more, names=shown)
    if len(people) < 2:
        return "".join(people)
    return tr("{names} and {last}", names=", ".join(people[:-1]), last=people[-1])


def known_title(known: Sequence[str]) -> str:
    """``known``: people of the file who exist already."""
    return ntr("{names} already exists", "{names} already exist", len(known), names=names_words(known))


def known_question(known: Sequence[str]) -> str:
    return ntr(
        "The file's pictures are added to those of {names}. The faces in them are then verified as {names}.",
        "The file's pictures are added to those of {names}. "
        "The faces in them are then verified as these people.",
        len(known),
        names=names_words(known),
    )


def imported_words(added: Sequence[Path]) -> str:
    """``added``: the new files. Embeddings that belong to pictures are named only if nothing else is new."""
    if not added:
        return tr("Everything in this file is here already.")
    pictures = [path for path in added if has_image_suffix(path)]
    embeddings = [path for path in added if path.suffix == SUFFIX]
    if not pictures and not embeddings:
        embeddings = list(added)
    return " ".join(filter(None, (_pictures_words(pictures), _embeddings_words(embeddings))))


def _pictures_words(pictures: Sequence[Path]) -> str:
    if not pictures:
        return ""
    return ntr(
        "{count} picture of {names} imported.",
        "{count} pictures of {names} imported.",
        len(pictures),
        names=_owners(pictures),
    )


def _embeddings_words(embeddings: Sequence[Path]) -> str:
    return tr("Embeddings of {names} imported.", names=_owners(embeddings)) if embeddings else ""


def _owners(paths: Sequence[Path]) -> str:
    return names_words(sorted({path.parents[1].name for path in paths}))
