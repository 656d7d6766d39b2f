"""Pluralisation."""

from app.translation.catalogue import localized, ntr, tr, translatable


def counted_references(count: int) -> str:
    return ntr("{count} reference", "{count} references", count) if count else tr("no references")


def counted_pictures(count: int) -> str:
    return ntr("{count} picture", "{count} pictures", count)


def counted_removals(count: int) -> str:
    return ntr("{count} crop removed.", "{count} crops removed.", count)


def enrolled_words(count: int, person: str) -> str:
    """What an enrolment added."""
    if count == 0:
        return tr("No references enrolled for {person}.", person=person)
    return ntr(
        "{count} reference enrolled for {person}.",
        "{count} references enrolled for {person}.",
        count,
        person=person,
    )


LARGEST_IS_JUDGED = translatable("{faces} faces: the largest is checked.")
LARGEST_IS_KEPT = translatable("{faces} faces: the largest is kept.")


def several_faces(faces: int, fate: str) -> str:
    """What happens to the largest of ``faces``: ``fate``. Empty when there is no choice."""
    return tr(fate, faces=faces) if faces > 1 else ""


def matches_words(matches: int, references: int) -> str:
    """ "1 of 3 references matches", "2 of 3 references match"."""
    if matches == 1:
        return ntr("1 of {count} reference matches", "1 of {count} references matches", references)
    return ntr(
        "{matches} of {count} reference matches",
        "{matches} of {count} references match",
        references,
        matches=localized(f"{matches:,}"),
    )
