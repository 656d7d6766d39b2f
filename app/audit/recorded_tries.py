"""The attempts for one person, counted towards the lockout and written to the audit log."""

from app.audit.audit_log import AuditLog
from app.audit.entry import AuditEvent
from app.lockout.person_tries import PersonTries
from app.lockout.policy import LockedOutError
from app.lockout.sentences import refusal_words
from app.lockout.try_limiter import TryLimiter
from app.storage.paths import Paths
from app.storage.settings import Settings
from model.messages.message import as_message
from model.verification.attempt import Ending


class RecordedTries:
    """As ``model.verification.tries.Tries``. Raises StoreError: an attempt that cannot be recorded is not
    verified."""

    def __init__(self, tries: PersonTries, audit: AuditLog) -> None:
        self._tries, self._audit = tries, audit
        self._refused = False

    def require_allowed(self) -> None:
        """Raises LockedOutError when no attempt may begin now."""
        status = self._tries.status
        self._note_refusal(not status.allowed)
        if not status.allowed:
            raise LockedOutError(as_message(refusal_words(status, self._tries.person)))

    def admit(self) -> bool:
        admitted = self._tries.admit()
        self._note_refusal(not admitted)
        return admitted

    def end(self, ending: Ending) -> None:
        self._tries.end(ending)
        if ending is Ending.VERIFIED:
            self._audit.record(AuditEvent.VERIFIED, self._tries.person)
        else:
            self._audit.record(AuditEvent.NOT_VERIFIED, self._tries.person, ending.value)

    def _note_refusal(self, refused: bool) -> None:
        """Write one entry for consecutive refusals: a camera delivers 30 frames a second."""
        if refused and not self._refused:
            self._audit.record(AuditEvent.LOCKED_OUT, self._tries.person)
        self._refused = refused


def tries_at(person: str, paths: Paths, settings: Settings) -> RecordedTries:
    """The attempts for an enrolled person of the data folder."""
    audit = AuditLog(paths.audit, days=settings.audit_days)
    return RecordedTries(PersonTries(TryLimiter(paths.root), person), audit)
