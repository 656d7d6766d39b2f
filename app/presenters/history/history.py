"""What the History screen says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from enum import StrEnum
from pathlib import Path

from app.audit.chain import ChainReport
from app.history.attempt_record import AttemptRecord
from app.presenters.advice import ADVICE
from app.presenters.local_time import local_time
from app.presenters.people.people import thumbnail
from app.presenters.plurals import matches_words
from app.presenters.tone import Tone
from app.translation.catalogue import localized, ntr, tr, translatable, translate
from model.storage.encrypted_file import LockedError
from model.terminal.similarity_format import format_measured
from model.verification.attempt import Ending
from model.verification.decision import Reason
from model.vision.frame import RgbImage

VERDICTS: Mapping[Ending, tuple[str, Tone]] = {
    Ending.VERIFIED: (translatable("Verified"), Tone.GOOD),
    Ending.NOT_SAME: (translatable("Not verified: not the same face"), Tone.BAD),
    Ending.NOT_LIVE: (translatable("Not verified: not a live face"), Tone.BAD),
    Ending.CANNOT_TELL: (translatable("Not verified: could not tell whether the face is live"), Tone.UNSURE),
    Ending.NOT_JUDGED: (translatable("Not verified: no face could be compared"), Tone.UNSURE),
}
REASONS: Mapping[str, str] = {
    **{str(reason): advice.headline for reason, advice in ADVICE.items()},
    Reason.COUNTER_EXAMPLE: translatable("Marked as another person"),
    Reason.ENOUGH_MATCHES: translatable("Too few matching frames in a row"),
    Reason.NO_REFERENCES: translatable("No references yet"),
}
"""Of an attempt that was not verified. The figures say that too few references match."""


class HistoryFilter(StrEnum):
    """Which attempts are listed."""

    ALL = "all"
    VERIFIED = "verified"
    NOT_VERIFIED = "not verified"


FILTER_WORDS = {
    HistoryFilter.ALL: translatable("All"),
    HistoryFilter.VERIFIED: translatable("Verified"),
    HistoryFilter.NOT_VERIFIED: translatable("Not verified"),
}


@dataclass(frozen=True, eq=False, slots=True)
class AttemptView:
    """``picture``: of the face; None without one."""

    time: str
    verdict: str
    tone: Tone
    person: str
    detail: str
    picture: RgbImage | None = None


def filtered(
    records: Sequence[AttemptRecord], chosen: HistoryFilter, person: str = ""
) -> list[AttemptRecord]:
    """The attempts of ``person``; all attempts for ""."""
    wanted = {HistoryFilter.VERIFIED: (True,), HistoryFilter.NOT_VERIFIED: (False,)}.get(
        chosen, (True, False)
    )
    return [one for one in records if one.verified in wanted and one.person == (person or one.person)]


def present_attempt(
    record: AttemptRecord, picture: RgbImage | None = None, zone: tzinfo | None = None
) -> AttemptView:
    """``zone``: of the times; None for that of this computer."""
    verdict, tone = VERDICTS[record.ending]
    time = local_time(record.time, zone)
    return AttemptView(time, tr(verdict), tone, record.person, _detail(record), picture)


def load_picture(path: Path | None) -> RgbImage | None:
    """None without a file, or if it cannot be read, as in a vault that is locked."""
    try:
        return thumbnail(path) if path else None
    except LockedError:
        return None


def count_words(shown: int, stored: int, *, recorded: bool) -> str:
    """How many of the ``stored`` attempts pass the filter. ``recorded``: whether new ones are stored."""
    if not recorded:
        off = tr("The history is turned off in “Settings”, so new attempts are not recorded.")
        return f"{_count_words(shown, stored)}. {off}" if stored else off
    return _count_words(shown, stored) if stored else tr("No attempts yet. Every attempt is listed here.")


def _count_words(shown: int, stored: int) -> str:
    if shown == stored:
        return ntr("{count} attempt", "{count} attempts", stored)
    return ntr(
        "{shown} of {count} attempt", "{shown} of {count} attempts", stored, shown=localized(f"{shown:,}")
    )


def audit_words(report: ChainReport) -> tuple[str, Tone]:
    """Whether the audit log is as it was written. Erasing the history does not change the audit log."""
    if report.fault:
        return tr("The audit log was changed: {fault}", fault=translate(report.fault)), Tone.BAD
    words = ntr(
        "The audit log is intact. It has {count} entry.",
        "The audit log is intact. It has {count} entries.",
        len(report.entries),
    )
    return words, Tone.CALM


def refusal_notification(record: AttemptRecord) -> tuple[str, str]:
    """The title and the text of a notification."""
    verdict, _ = VERDICTS[record.ending]
    return tr("Another person was refused"), f"{record.person}, {local_time(record.time)}. {tr(verdict)}."


def _detail(record: AttemptRecord) -> str:
    """The reason, and the figures where anything was compared."""
    reason = "" if record.verified else tr(REASONS.get(record.reason, ""))
    return "  ·  ".join(part for part in (reason, _figures(record)) if part)


def _figures(record: AttemptRecord) -> str:
    if record.similarity is None:
        return ""
    similarity = tr(
        "highest similarity {similarity}", similarity=localized(format_measured(record.similarity))
    )
    return f"{matches_words(record.matches, record.references)}, {similarity}"
