"""Write the files of a report."""

from pathlib import Path

from model.storage.atomic_file import write_atomically
from training.evaluation.results import encode_results
from training.report.build import EvaluationReport
from training.report.html import render_html

PAGE, RESULTS = "report.html", "evaluation.json"


def write_report(report: EvaluationReport, folder: Path) -> None:
    """``report.html``, ``evaluation.json`` and the pictures; a folder for each other language has some of the
    pictures. Raises OSError."""
    for figure in report.figures:
        write_atomically(folder / figure.file, figure.png)
    for file, jpeg in report.faces.items():
        write_atomically(folder / file, jpeg)
    for language, pictures in report.translated.items():
        (folder / language).mkdir()
        for file, png in pictures.items():
            write_atomically(folder / language / file, png)
    write_atomically(folder / PAGE, render_html(report.results, report.figures).encode())
    write_atomically(folder / RESULTS, encode_results(report.results))
