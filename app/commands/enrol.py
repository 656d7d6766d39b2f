"""``enrol``: store the references to verify a person against."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.audit.audit_log import AuditLog
from app.audit.entry import AuditEvent
from app.commands.configuration import configure
from app.references.enrolment import Enrolment
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
from model.messages.message import Message
from model.storage.encrypted_file import has_cipher
from model.terminal.plurals import counted
from model.terminal.standard_streams import write_answer
from model.vision.mtcnn import MtcnnFinder

ONLY_EMBEDDINGS = (
    "Only embeddings of the face are stored, not its pictures. After a change of the model, enrol again; to "
    "avoid that, enrol with --keep-pictures."
)


@dataclass(frozen=True, slots=True)
class EnrolOptions:
    """``images``: a folder of photographs; None: the collected anchors. ``largest``: use the largest face of
    a photograph that shows several. ``keep_pictures``: otherwise only embeddings are kept.
    ``forget_pictures``: do only that."""

    paths: Paths
    person: str
    images: Path | None
    replace: bool
    largest: bool
    keep_pictures: bool = False
    forget_pictures: bool = False


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
            options.forget_pictures,
        )
    )


def enrol(options: EnrolOptions) -> int:
    """Add references, print how many there are, and return the exit code. Old references are removed only
    when there are new ones."""
    paths = options.paths
    try:
        enrolment = Enrolment(ReferenceStore(paths.people), CropStore(paths.people), ModelStore(paths.models))
        (_forget_pictures if options.forget_pictures else _enrol)(options, enrolment)
    except (FileNotFoundError, NotADirectoryError, PersonNameError) as error:
        return fail(error, Exit.USAGE)
    except NoReferencesError as error:
        _print_lines(error.problems if len(error.problems) > 1 else ())
        return fail(error, Exit.COULD_NOT)
    except (OSError, ValueError) as error:
        return fail(error, Exit.COULD_NOT)
    return Exit.DONE


def _enrol(options: EnrolOptions, enrolment: Enrolment) -> None:
    person, keep = options.person, options.keep_pictures
    found = _from_folder(options, options.images) if options.images else _from_anchors(options)
    if not options.replace:
        found = enrolment.only_new(person, found)
    enrolled = enrolment.add(person, found.crops, keep_pictures=keep, replace=options.replace)
    event = AuditEvent.REFERENCES_REPLACED if options.replace else AuditEvent.ENROLLED
    AuditLog(options.paths.audit).record(event, person, counted(len(found.crops), "reference"))
    total = len(enrolment.references.paths(person))
    _print_lines(found.remarks)
    _print_lines(found.problems)
    write_answer(_format_summary(found, person, total))
    if enrolled.unusable:
        write_answer(f"{counted(enrolled.unusable, 'embedding')} of another model removed.")
    if total == len(found.crops):
        _explain(options)


def _explain(options: EnrolOptions) -> None:
    """What is stored of a person who has just been enrolled."""
    if not options.keep_pictures:
        write_answer(ONLY_EMBEDDINGS)
    if not has_cipher(options.paths.people / options.person):
        write_answer(NOT_ENCRYPTED)


def _forget_pictures(options: EnrolOptions, enrolment: Enrolment) -> None:
    person = options.person
    if not enrolment.references.paths(person):
        raise NoReferencesError(Message("{person} has no references.", person=person))
    problems = enrolment.forget_pictures(person)
    kept = counted(len(enrolment.references.paths(person)) - len(problems), "embedding")
    AuditLog(options.paths.audit).record(AuditEvent.REFERENCES_REPLACED, person, kept)
    _print_lines(problems)
    rest = f" Pictures that cannot be used stay: {len(problems)}, listed above." if problems else ""
    write_answer(f"The pictures of {person}'s references are deleted, and {kept} kept.{rest}")


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
            Message(
                "{person} has no anchors to enrol. Collect some with `{command}`, or name a folder of "
                "photographs with --images.",
                person=options.person,
                command=typed("collect --anchors 20"),
            )
        )
    return references_from_crops(anchors, MtcnnFinder)


def _format_summary(found: ExtractedReferences, person: str, total: int) -> str:
    enrolled = f"{counted(len(found.crops), 'reference')} enrolled for {person}, {total} in all."
    return f"{enrolled} Left out: {len(found.problems)}, listed above." if found.problems else enrolled
