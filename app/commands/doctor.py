"""``doctor``: check what works on this machine, and say what to do about the rest."""

import argparse
import json
import os
import shutil
import sys
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.doctor.checks import checks, run_checks
from app.doctor.finding import Finding, Status, worst
from app.doctor.path_redaction import redact_paths
from app.storage.paths import PROJECT, Paths, paths_in
from app.system.exit_codes import Exit
from model.terminal.standard_streams import write_answer, write_json

COLOURS = {Status.OK: "32", Status.WARNING: "33", Status.FAILED: "31"}
STATUS_WIDTH = max(map(len, Status))
WIDEST = 100


@dataclass(frozen=True, slots=True)
class DoctorOptions:
    """``camera``: the only one to check; None: all."""

    paths: Paths
    camera: str | None
    as_json: bool


def run(options: argparse.Namespace) -> int:
    """Reads no settings: the settings file may be what is broken."""
    return run_doctor(DoctorOptions(paths_in(options.data), options.camera, options.json))


def run_doctor(options: DoctorOptions) -> int:
    """Print the findings and return the exit code: ``Exit.COULD_NOT`` when a check failed."""
    findings = run_checks(checks(options.paths, options.camera))
    code = Exit.COULD_NOT if worst(findings) is Status.FAILED else Exit.DONE
    if options.as_json:
        write_json(
            as_json(findings, code, [options.paths.root.absolute(), options.paths.root, Path.home(), PROJECT])
        )
        return code
    width = min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns - 1)
    coloured = sys.stdout.isatty() and os.name != "nt" and "NO_COLOR" not in os.environ
    write_answer(format_findings(findings, width, coloured))
    return code


def verdict(findings: Sequence[Finding]) -> str:
    """The last line of the output."""
    failed, warnings = (
        sum(finding.status is status for finding in findings) for status in (Status.FAILED, Status.WARNING)
    )
    warning_count = f"{warnings} warning{'s' * (warnings != 1)}"
    if failed:
        return f"Sameface does not work here yet: {failed} failed, {warning_count}."
    return f"Sameface works here: {warning_count}." if warnings else "Sameface works here."


def format_findings(findings: Sequence[Finding], width: int, coloured: bool) -> str:
    """A line for each finding, wrapped and indented, with its detail and its next step below."""
    topic_width = max(len(finding.topic) for finding in findings)
    indent = " " * (STATUS_WIDTH + topic_width + 4)
    lines = []
    for finding in findings:
        status = f"{finding.status:{STATUS_WIDTH}}"
        head = f"{_painted(status, finding.status) if coloured else status}  {finding.topic:{topic_width}}  "
        texts = (finding.sentence, finding.detail, finding.next_step)
        body = [line for text in texts if text for line in _wrapped(text, width - len(indent))]
        lines += [head + body[0], *(indent + line for line in body[1:])]
    return "\n".join([*lines, "", verdict(findings)])


def as_json(findings: Sequence[Finding], code: Exit, private: Sequence[Path]) -> str:
    """For a bug report: without details and paths."""
    rows = [
        {
            "topic": finding.topic,
            "status": finding.status.value,
            "sentence": redact_paths(finding.sentence, private),
            "next_step": redact_paths(finding.next_step, private),
        }
        for finding in findings
    ]
    return json.dumps({"verdict": verdict(findings), "exit_code": code.value, "findings": rows}, indent=2)


def _painted(text: str, status: Status) -> str:
    return f"\x1b[{COLOURS[status]}m{text}\x1b[0m"


def _wrapped(text: str, width: int) -> list[str]:
    """Paths are not broken, so that they can be copied."""
    return textwrap.wrap(text, max(20, width), break_long_words=False, break_on_hyphens=False) or [""]
