"""After a change of the model: who must enrol again, because only embeddings of another model are stored."""

import logging

from app.references.reference_store import ReferenceStore
from model.installation.commands import typed
from model.runtime.bundle import Bundle
from model.storage.encrypted_file import LockedError

log = logging.getLogger(__name__)


def people_to_enrol_again(references: ReferenceStore, bundle: Bundle) -> list[str]:
    """Empty while the data folder is locked: nobody can be verified then."""
    try:
        return references.people_to_enrol_again(bundle.network_digest)
    except LockedError as error:
        log.info("Who must enrol again is unknown: %s", error)
        return []


def enrol_again(references: ReferenceStore, bundle: Bundle) -> str:
    """A sentence for the terminal; empty if nobody has to enrol again."""
    people = people_to_enrol_again(references, bundle)
    if not people:
        return ""
    return (
        f"Only embeddings of another model are stored of {', '.join(people)}. Enrol again before verifying: "
        f"{typed(f'enrol --person {people[0]}')}"
    )
