"""``enrol``: store the references to verify a person against."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.audit.audit_log import AuditLog
from app.audit.entry import AuditEvent
from app.commands.configuration import configure
from app.references.extraction import ExtractedReferences
from app.references.group_photo import LARGEST, OR_LARGEST, like_other_photos
from app.references.photo_references import references_from_crops, references_from_folder
from app.references.reference_store import ReferenceStore
from app.references.rejection import NoReferencesError
from app.storage.crop_store import CropKind, CropStore
from app.storage.model_store import ModelStore
from app.storage.paths import Paths
from app.storage.people import PersonNameError
from app.system.exit_codes import Exit, fail
from app.vault.sentences import NOT_ENCRYPTED
from model.installation.commands import typed
from model.storage.encrypted_file import has_cipher
from model.terminal.plurals import counted
from model.terminal.standard_streams import write_answer
from model.vision.mtcnn import MtcnnFinder


@dataclass(frozen=True, slots=True)
class EnrolOptions:
    """``images``: a folder of photographs; None: the collected anchors. ``largest``: use the largest face of
    a photograph that shows several. ``keep_pictures``: otherwise only embeddings are kept."""

    paths: Paths
    person: str
    images: Path | None
    replace: bool
    largest: bool
    keep_pictures: bool = True


def run(options: argparse.Namespace) -> int:
    paths, settings = configure(options)
    return enrol(
        EnrolOptions(
            paths,
            settings.person,
            options.images,
            options.replace,
            options.largest,
            settings.keep_reference_pictures,
        )
    )


def enrol(options: EnrolOptions) -> int:
    """Add references, print how many there are, and return the exit code. Old references are removed only
    when there are new ones."""
    try:
        references = ReferenceStore(options.paths.people)
        found = _from_folder(options, options.images) if options.images else _from_anchors(options)
        if options.replace:
            references.replace(options.person, found.crops)
        else:
            found = references.only_new(options.person, found)
            references.enrol(options.person, found.crops)
        if not options.keep_pictures:
            _forget_pictures(options, references)
        event = AuditEvent.REFERENCES_REPLACED if options.replace else AuditEvent.ENROLLED
        AuditLog(options.paths.audit).record(event, options.person, counted(len(found.crops), "reference"))
        total = len(references.paths(options.person))
    except (FileNotFoundError, NotADirectoryError, PersonNameError) as error:
        return fail(error, Exit.USAGE)
    except NoReferencesError as error:
        _print_lines(error.problems if len(error.problems) > 1 else ())
        return fail(error, Exit.COULD_NOT)
    except (OSError, ValueError) as error:
        return fail(error, Exit.COULD_NOT)
    _print_lines(found.remarks)
    _print_lines(found.problems)
    write_answer(_format_summary(found, options.person, total))
    if total == len(found.crops) and not has_cipher(options.paths.people / options.person):
        write_answer(NOT_ENCRYPTED)
    return Exit.DONE


def _forget_pictures(options: EnrolOptions, references: ReferenceStore) -> None:
    bundle = ModelStore(options.paths.models).load_current()
    _print_lines(references.forget_pictures(options.person, bundle.network_digest, bundle))


def _print_lines(lines: Sequence[object]) -> None:
    for line in lines:
        print(line, file=sys.stderr)


def _from_folder(options: EnrolOptions, folder: Path) -> ExtractedReferences:
    models = ModelStore(options.paths.models)
    choice = LARGEST if options.largest else like_other_photos(models.load_current, OR_LARGEST)
    return references_from_folder(folder, MtcnnFinder(), choice)


def _from_anchors(options: EnrolOptions) -> ExtractedReferences:
    anchors = CropStore(options.paths.people).paths(options.person, CropKind.ANCHOR)
    if not anchors:
        raise NoReferencesError(
            f"{options.person} has no anchors to enrol. Collect some with "
            f"`{typed('collect --anchors 20')}`, or name a folder of photographs with --images."
        )
    return references_from_crops(anchors, MtcnnFinder)


def _format_summary(found: ExtractedReferences, person: str, total: int) -> str:
    enrolled = f"{counted(len(found.crops), 'reference')} enrolled for {person}, {total} in all."
    return f"{enrolled} Left out: {len(found.problems)}, listed above." if found.problems else enrolled
