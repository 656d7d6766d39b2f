"""From an exam to a page, on made-up pictures."""

import base64
import re
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from model.runtime.bundle import load_bundle
from tests.training.report.synthetic_protocols import pairs_exam, people_exam
from training.evaluation.protocol import Chosen, Exam
from training.evaluation.results import decode_findings, encode_findings
from training.report.build import Examined, examine
from training.report.html import as_page
from training.report.text_table import as_table
from training.report.writer import FINDINGS, PAGE, write_report

PICTURES = (
    "roc.png",
    "det.png",
    "similarities.png",
    "precision_recall.png",
    "thresholds.png",
    "calibration.png",
    "most_similar_strangers.png",
    "least_similar_same.png",
    "one_against_many.png",
)
NASTY = "<script>alert('x')</script>&$HOME $x^2$ 李"


def as_embedded(exam: Exam) -> Exam:
    """Rows that the shipped bundle's head can compare."""
    rows = np.zeros((len(exam.pictures), 128), np.float32) + exam.pictures.rows
    return replace(exam, pictures=replace(exam.pictures, rows=rows / 10))


def examined(exam: Exam) -> Examined:
    return examine(load_bundle(), as_embedded(exam), lambda stage, done, total: None)


@pytest.fixture(scope="module")
def nasty() -> Examined:
    return examined(people_exam(Chosen(0.5, "somebody <b>else</b>"), name=NASTY))


def test_every_picture_is_drawn_and_told(nasty: Examined) -> None:
    assert tuple(drawing.file for drawing in nasty.drawings) == PICTURES
    assert nasty.findings.pictures == list(PICTURES)
    for drawing in nasty.drawings:
        image = cv2.imdecode(np.frombuffer(drawing.png, np.uint8), cv2.IMREAD_COLOR)
        assert min(image.shape[:2]) > 200, drawing.file
        assert image.std() > 5, drawing.file


def test_the_page_holds_every_picture_and_links_to_nothing(nasty: Examined) -> None:
    page = as_page(nasty.findings, nasty.drawings)
    embedded = re.findall(r'src="data:image/png;base64,([^"]+)"', page)
    assert [base64.b64decode(content) for content in embedded] == [each.png for each in nasty.drawings]
    without_pictures = re.sub(r"base64,[^\"]+", "", page)
    assert not re.search(r"https?:|href=|<link|<script|url\(", without_pictures)


def test_names_are_escaped(nasty: Examined) -> None:
    page = as_page(nasty.findings, nasty.drawings)
    assert NASTY not in page
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;&amp;$HOME $x^2$ 李" in page
    assert "somebody &lt;b&gt;else&lt;/b&gt;" in page


def test_the_page_says_what_was_judged_when_and_by_which_bundle(nasty: Examined) -> None:
    page, findings = as_page(nasty.findings, nasty.drawings), nasty.findings
    card = load_bundle().card
    for words in (card.digest, findings.created, "made-up people", "7 pictures of 4 people", "Limits", "TMR"):
        assert words in page, words
    for measure in findings.measures:
        assert measure.name.replace("'", "&#x27;") in page


def test_findings_survive_json(nasty: Examined) -> None:
    content = encode_findings(nasty.findings)
    assert decode_findings(content) == nasty.findings
    assert b'"format": 1' in content
    with pytest.raises(ValueError, match="format"):
        decode_findings(content.replace(b'"format": 1', b'"format": 2'))


def test_the_table_has_a_line_for_each_measure(nasty: Examined) -> None:
    table = as_table(nasty.findings)
    for measure in nasty.findings.measures:
        assert f"\n{measure.name} " in table
    assert "not defined: it takes 1,000 impostor comparisons, and there are 18" in table


def test_thresholds_are_told_apart(nasty: Examined) -> None:
    names = [judged.name for judged in nasty.findings.thresholds]
    assert names == ["chosen threshold", "detection threshold"]
    for name in names:
        assert nasty.findings.measure("accuracy", name).on == "balanced pairs"
    with pytest.raises(KeyError):
        nasty.findings.measure("beauty")


def test_folds_come_first_and_have_their_table() -> None:
    found = examined(pairs_exam([0.9, 0.8], [0.3, 0.2], folds=[0, 1, 0, 1]))
    assert found.findings.measures[0].standard_error is not None
    assert len(found.findings.folds) == 2
    assert "<h2>Folds</h2>" in as_page(found.findings, found.drawings)


def test_all_of_it_is_written(nasty: Examined, tmp_path: Path) -> None:
    write_report(nasty, tmp_path)
    assert {file.name for file in tmp_path.iterdir()} == {*PICTURES, PAGE, FINDINGS}
    assert decode_findings((tmp_path / FINDINGS).read_bytes()) == nasty.findings
