"""A report's files."""

from pathlib import Path

from model.storage.atomic_file import write_atomically
from training.evaluation.results import encode_findings
from training.report.build import Examined
from training.report.html import as_page

PAGE, FINDINGS = "report.html", "evaluation.json"


def write_report(examined: Examined, folder: Path) -> None:
    """``report.html``, ``evaluation.json`` and the pictures. Raises OSError."""
    for drawing in examined.drawings:
        write_atomically(folder / drawing.file, drawing.png)
    write_atomically(folder / PAGE, as_page(examined.findings, examined.drawings).encode())
    write_atomically(folder / FINDINGS, encode_findings(examined.findings))
