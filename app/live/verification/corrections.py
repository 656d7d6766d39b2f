"""Correct a verdict: "that was not me" and "that was me". Both can be undone."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.audit.audit_log import AuditLog
from app.audit.entry import AuditEvent
from app.people.people_manager import PeopleManager
from app.references.enrolment import Enrolment
from app.storage.crop_store import CropKind
from model.messages.message import Message
from model.messages.message_error import MessageError
from model.verification.comparison.counter_examples import looks_like_the_person
from model.verification.matcher import Matcher
from model.verification.session import Evidence


class TooSimilarError(MessageError, ValueError):
    """The face looks too much like the person to be a counter-example. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Correction:
    """``evidence``: the face that it is about. ``undo`` deletes what was stored. It raises StoreError."""

    person: str
    evidence: Evidence
    was_the_person: bool
    undo: Callable[[], None]


class Corrections:
    """The crops also go to the negatives or positives, for the next training. Raises StoreError."""

    def __init__(self, people: PeopleManager, enrolment: Enrolment, audit: AuditLog) -> None:
        self._references = people.references
        self._enrolment = enrolment
        self._counter_examples = people.counter_examples
        self._crops = people.crops
        self._audit = audit

    def was_not(
        self, person: str, evidence: Evidence, matcher: Matcher | None, detection: float
    ) -> Correction:
        """Refuse this face as soon as the counter-examples are loaded again. ``matcher`` has
        the references of the person; None while nothing is verified. Raises TooSimilarError."""
        if matcher is None:
            raise TooSimilarError(
                Message("Nothing is being verified now, so nothing was changed. Try again.")
            )
        similarities = matcher.similarities(evidence.embedding)
        among = matcher.similarities_among_references()
        if looks_like_the_person(similarities, among, detection):
            raise TooSimilarError(
                Message(
                    "Refusing this face would also refuse {person}, so nothing was changed. Choose a "
                    "stricter level, or remove references that show another person.",
                    person=person,
                )
            )
        example = self._counter_examples.add(person, evidence.crop)
        return self._with_training_crop(
            person, evidence, CropKind.NEGATIVE, lambda: self._counter_examples.remove(person, [example])
        )

    def was(self, person: str, evidence: Evidence, *, keep_picture: bool) -> Correction:
        """Add this face to the references: as a picture, or only its embedding."""
        added = self._enrolment.add_one(person, evidence.crop, keep_picture=keep_picture)
        return self._with_training_crop(
            person, evidence, CropKind.POSITIVE, lambda: self._references.remove(person, added)
        )

    def _with_training_crop(
        self, person: str, evidence: Evidence, kind: CropKind, undo: Callable[[], None]
    ) -> Correction:
        try:
            crop: Path = self._crops.save(person, kind, evidence.crop)
        except OSError:
            undo()
            raise

        def undo_both() -> None:
            undo()
            self._crops.remove(person, kind, [crop])
            self._audit.record(AuditEvent.CORRECTION_UNDONE, person)

        is_person = kind is CropKind.POSITIVE
        self._audit.record(AuditEvent.FACE_ACCEPTED if is_person else AuditEvent.FACE_REFUSED, person)
        return Correction(person, evidence, is_person, undo_both)
