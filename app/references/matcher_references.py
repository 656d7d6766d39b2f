"""Give a matcher the references of ``verify``: a person's, or the photographs in a folder."""

from collections.abc import Callable
from pathlib import Path

from app.references.group_photo import LARGEST, OR_LARGEST, like_other_photos
from app.references.photo_references import references_from_folder
from app.references.progress import embed_references, search_photographs
from app.references.reference_loader import ReferenceSet
from model.runtime.bundle import Bundle
from model.verification.matcher import Matcher
from model.vision.mtcnn import MtcnnFinder

NEVER_MATCHES = "It counts as a reference that does not match: delete it, or enrol again."


def use_enrolled(
    references: ReferenceSet, matcher: Matcher, until: float, warn: Callable[[str], None]
) -> tuple[str, ...]:
    """Compare with the person's references, and store the embeddings of new ones. Returns the warnings."""
    matcher.set_references(references.crops, references.embeddings, len(references.problems))
    left_out = tuple(f"{problem} {NEVER_MATCHES}" for problem in references.problems)
    for line in left_out:
        warn(line)
    try:
        embed_references(matcher, until, stored=True)
    finally:
        if matcher.embedded:
            references.save_embeddings(matcher.embedded)
    return left_out


def use_folder(
    folder: Path,
    largest: bool,
    matcher: Matcher,
    bundle: Bundle,
    until: float,
    warn: Callable[[str], None],
) -> tuple[str, ...]:
    """Compare with the photographs in ``folder``. Returns a line for each file that gives no reference."""
    choice = LARGEST if largest else like_other_photos(lambda: bundle, OR_LARGEST)
    found = references_from_folder(
        folder, MtcnnFinder(), choice, lambda paths: search_photographs(paths, until)
    )
    matcher.set_references(found.crops)
    left_out = tuple(map(str, found.problems))
    for line in (*found.remarks, *left_out):
        warn(line)
    embed_references(matcher, until, stored=False)
    return left_out
