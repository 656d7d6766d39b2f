"""Words about a file of exported people."""

from collections.abc import Sequence

from app.translation.catalogue import ntr, tr

MAX_NAMES = 3


def names_words(people: Sequence[str]) -> str:
    """ "Ada, Bob", or "Ada, Bob, Cy and 2 more"."""
    shown, more = ", ".join(people[:MAX_NAMES]), len(people) - MAX_NAMES
    return (
        ntr("{names} and {count} more", "{names} and {count} more", more, names=shown) if more > 0 else shown
    )


def known_title(known: Sequence[str]) -> str:
    """``known``: people of the file who are here already."""
    return ntr("{names} is here already", "{names} are here already", len(known), names=names_words(known))


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
