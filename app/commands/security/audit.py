"""``audit``: print the audit log, or check that it is the one that was written."""

import argparse

from app.audit.audit_log import AuditLog
from app.audit.chain import ChainReport
from app.audit.entry import AuditEntry
from app.commands.configuration import configure
from app.system.exit_codes import Exit, fail
from model.installation.commands import typed
from model.storage.json_codec import encode_json
from model.terminal.plurals import counted
from model.terminal.standard_streams import write_answer, write_json

NO_ANCHOR = (
    "There is no anchor outside the data folder, so entries that were cut off at its end cannot be noticed."
)


def run(options: argparse.Namespace) -> int:
    """A log with a fault ends with NOT_VERIFIED."""
    paths, settings = configure(options)
    log = AuditLog(paths.audit, days=settings.audit_days)
    try:
        if options.action == "archive":
            write_answer(f"The log is now in {log.archive()}, and another one has begun.")
            return Exit.DONE
        report = log.check()
    except OSError as error:
        return fail(error, Exit.COULD_NOT)
    if options.action == "show":
        return _show(report, options.json)
    if options.json:
        write_json(encode_json(_summary(report)))
    else:
        write_answer(_verdict(report))
    return Exit.NOT_VERIFIED if report.fault else Exit.DONE


def _show(report: ChainReport, as_json: bool) -> int:
    """The entries before the first fault."""
    if as_json:
        write_json(encode_json(list(report.entries)))
    else:
        write_answer("\n".join(map(_line, report.entries)) or "The audit log is empty.")
    if report.fault:
        return fail(f"{report.fault} `{typed('audit verify')}` says more.", Exit.NOT_VERIFIED)
    return Exit.DONE


def _line(entry: AuditEntry) -> str:
    words = ": ".join(part for part in (entry.event.value, entry.detail) if part)
    return f"{entry.time:%Y-%m-%d %H:%M:%S}Z  {entry.person or '-'}  {words}"


def _verdict(report: ChainReport) -> str:
    entries = counted(len(report.entries), "entry", "entries")
    if report.fault:
        return f"The audit log was changed. {report.fault} {entries} before that can be trusted."
    intact = f"The audit log is intact: {entries}."
    return intact if report.anchored or not report.entries else f"{intact} {NO_ANCHOR}"


def _summary(report: ChainReport) -> dict[str, object]:
    return {
        "intact": report.fault is None,
        "entries": len(report.entries),
        "fault": report.fault,
        "line": report.line,
        "anchored": report.anchored,
    }
