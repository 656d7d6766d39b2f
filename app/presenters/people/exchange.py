"""Words about a file of exported people."""

from collections.abc import Sequence

from app.translation.catalogue import ntr, tr

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


def imported_words(people: Sequence[str], added: int) -> str:
    """``people`` of the file, of which ``added`` files were new."""
    if not added:
        return tr("Everything in this file is here already.")
    return ntr(
        "{count} file of {names} imported.",
        "{count} files of {names} imported.",
        added,
        names=names_words(people),
    )
