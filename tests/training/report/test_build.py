"""From a protocol to a page, with synthetic pictures."""

import base64
import re
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from model.runtime.bundle import load_bundle
from tests.training.report.synthetic_protocols import pair_csv_protocol, people_folder_protocol
from training.evaluation.protocol import EvaluationProtocol, SelectedThreshold
from training.evaluation.results import decode_results, encode_results
from training.report.build import EvaluationReport, build_report
from training.report.html import render_html
from training.report.text_table import format_table
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


def as_embedded(protocol: EvaluationProtocol) -> EvaluationProtocol:
    """Rows that the shipped bundle's head can compare."""
    rows = np.zeros((len(protocol.pictures), 128), np.float32) + protocol.pictures.rows
    return replace(protocol, pictures=replace(protocol.pictures, rows=rows / 10))


def build(protocol: EvaluationProtocol) -> EvaluationReport:
    return build_report(load_bundle(), as_embedded(protocol), lambda stage, done, total: None)


@pytest.fixture(scope="module")
def nasty() -> EvaluationReport:
    return build(people_folder_protocol(SelectedThreshold(0.5, "somebody <b>else</b>"), name=NASTY))


def test_pictures_that_were_turned_are_told() -> None:
    protocol = people_folder_protocol()
    assert not any("Turned" in warning for warning in build(protocol).results.warnings)
    turned = replace(protocol.pictures, turned=("ann/a.jpg", "bob/b.jpg"))
    told = "Turned to find an upright face: 2 pictures, ann/a.jpg for example."
    results = build(replace(protocol, pictures=turned)).results
    assert told in results.warnings
    assert f"Note: {told}" in format_table(results)


def test_every_picture_is_drawn_and_told(nasty: EvaluationReport) -> None:
    assert tuple(drawing.file for drawing in nasty.drawings) == PICTURES
    assert nasty.results.pictures == list(PICTURES)
    for drawing in nasty.drawings:
        image = cv2.imdecode(np.frombuffer(drawing.png, np.uint8), cv2.IMREAD_COLOR)
        assert min(image.shape[:2]) > 200, drawing.file
        assert image.std() > 5, drawing.file


def test_the_page_holds_every_picture_and_links_to_nothing(nasty: EvaluationReport) -> None:
    page = render_html(nasty.results, nasty.drawings)
    embedded = re.findall(r'src="data:image/png;base64,([^"]+)"', page)
    assert [base64.b64decode(content) for content in embedded] == [each.png for each in nasty.drawings]
    without_pictures = re.sub(r"base64,[^\"]+", "", page)
    assert not re.search(r"https?:|href=|<link|<script|url\(", without_pictures)


def test_names_are_escaped(nasty: EvaluationReport) -> None:
    page = render_html(nasty.results, nasty.drawings)
    assert NASTY not in page
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;&amp;$HOME $x^2$ 李" in page
    assert "somebody &lt;b&gt;else&lt;/b&gt;" in page


def test_the_page_says_what_was_judged_when_and_by_which_bundle(nasty: EvaluationReport) -> None:
    page, results = render_html(nasty.results, nasty.drawings), nasty.results
    card = load_bundle().card
    for words in (card.digest, results.created, "made-up people", "7 pictures of 4 people", "Limits", "TMR"):
        assert words in page, words
    for measure in results.measures:
        assert measure.name.replace("'", "&#x27;") in page


def test_findings_survive_json(nasty: EvaluationReport) -> None:
    content = encode_results(nasty.results)
    assert decode_results(content) == nasty.results
    assert b'"format": 1' in content
    with pytest.raises(ValueError, match="format"):
        decode_results(content.replace(b'"format": 1', b'"format": 2'))


def test_the_table_has_a_line_for_each_measure(nasty: EvaluationReport) -> None:
    table = format_table(nasty.results)
    for measure in nasty.results.measures:
        assert f"\n{measure.name} " in table
    assert "not defined: it takes 1,000 impostor comparisons, and there are 18" in table


def test_thresholds_are_told_apart(nasty: EvaluationReport) -> None:
    names = [judged.name for judged in nasty.results.thresholds]
    assert names == ["chosen threshold", "detection threshold"]
    for name in names:
        assert nasty.results.measure("accuracy", name).on == "balanced pairs"
    with pytest.raises(KeyError):
        nasty.results.measure("beauty")


def test_folds_come_first_and_have_their_table() -> None:
    found = build(pair_csv_protocol([0.9, 0.8], [0.3, 0.2], folds=[0, 1, 0, 1]))
    assert found.results.measures[0].standard_error is not None
    assert len(found.results.folds) == 2
    assert "<h2>Folds</h2>" in render_html(found.results, found.drawings)


def test_all_of_it_is_written(nasty: EvaluationReport, tmp_path: Path) -> None:
    write_report(nasty, tmp_path)
    assert {file.name for file in tmp_path.iterdir()} == {*PICTURES, PAGE, FINDINGS}
    assert decode_results((tmp_path / FINDINGS).read_bytes()) == nasty.results
