"""A report's files."""

from pathlib import Path

from model.storage.atomic_file import write_atomically
from training.evaluation.results import encode_results
from training.report.build import EvaluationReport
from training.report.html import render_html

PAGE, FINDINGS = "report.html", "evaluation.json"


def write_report(build: EvaluationReport, folder: Path) -> None:
    """``report.html``, ``evaluation.json`` and the pictures. Raises OSError."""
    for drawing in build.drawings:
        write_atomically(folder / drawing.file, drawing.png)
    write_atomically(folder / PAGE, render_html(build.results, build.drawings).encode())
    write_atomically(folder / FINDINGS, encode_results(build.results))
