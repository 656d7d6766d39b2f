"""From a protocol to a page, with synthetic pictures."""

import base64
import re
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from model.runtime.bundle import load_bundle
from model.storage.json_codec import decode_json
from tests.support.synthetic_protocols import pairs_protocol, people_protocol
from training.evaluation.protocol import EvaluationProtocol, SelectedThreshold
from training.evaluation.results import EvaluationResults, ThresholdName, encode_results, faces_file
from training.report.build import EvaluationReport, build_report
from training.report.html import render_html
from training.report.text_table import format_table
from training.report.writer import PAGE, RESULTS, write_report

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
HOSTILE = "<script>alert('x')</script>&$HOME $x^2$ 李"


def as_embedded(protocol: EvaluationProtocol) -> EvaluationProtocol:
    """Embeddings that the head of the shipped bundle can compare."""
    embeddings = np.zeros((len(protocol.images), 128), np.float32) + protocol.images.embeddings
    return replace(protocol, images=replace(protocol.images, embeddings=embeddings / 10))


def build(protocol: EvaluationProtocol) -> EvaluationReport:
    return build_report(load_bundle(), as_embedded(protocol), lambda stage, done, total: None)


@pytest.fixture(scope="module")
def hostile() -> EvaluationReport:
    return build(people_protocol(SelectedThreshold(0.5, "somebody <b>else</b>"), name=HOSTILE))


@pytest.mark.slow
def test_turned_pictures_are_noted() -> None:
    protocol = people_protocol()
    assert not any("Turned" in warning for warning in build(protocol).results.warnings)
    turned = replace(protocol.images, turned=("ann/a.jpg", "bob/b.jpg"))
    note = "Turned to find an upright face: 2 pictures, ann/a.jpg for example."
    results = build(replace(protocol, images=turned)).results
    assert note in results.warnings
    assert f"Note: {note}" in format_table(results)


@pytest.mark.slow
def test_every_figure_is_drawn_and_listed(hostile: EvaluationReport) -> None:
    assert tuple(figure.file for figure in hostile.figures) == PICTURES
    assert hostile.results.pictures == list(PICTURES)
    for figure in hostile.figures:
        image = cv2.imdecode(np.frombuffer(figure.png, np.uint8), cv2.IMREAD_COLOR)
        assert min(image.shape[:2]) > 200, figure.file
        assert image.std() > 5, figure.file


@pytest.mark.slow
def test_the_faces_of_the_examples_are_stored_without_words(hostile: EvaluationReport) -> None:
    assert list(hostile.faces) == [faces_file(sheet) for sheet in hostile.results.examples] != []
    for pairs, jpeg in zip(hostile.results.examples.values(), hostile.faces.values(), strict=True):
        strip = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
        assert strip.shape == (100 * len(pairs), 200, 3)


@pytest.mark.slow
def test_the_page_embeds_every_picture_and_links_to_nothing(hostile: EvaluationReport) -> None:
    page = render_html(hostile.results, hostile.figures)
    embedded = re.findall(r'src="data:image/png;base64,([^"]+)"', page)
    assert [base64.b64decode(content) for content in embedded] == [each.png for each in hostile.figures]
    without_pictures = re.sub(r"base64,[^\"]+", "", page)
    assert not re.search(r"https?:|href=|<link|<script|url\(", without_pictures)


@pytest.mark.slow
def test_names_are_escaped(hostile: EvaluationReport) -> None:
    page = render_html(hostile.results, hostile.figures)
    assert HOSTILE not in page
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;&amp;$HOME $x^2$ 李" in page
    assert "somebody &lt;b&gt;else&lt;/b&gt;" in page


@pytest.mark.slow
def test_the_page_names_the_bundle_the_pictures_and_the_date(hostile: EvaluationReport) -> None:
    page, results = render_html(hostile.results, hostile.figures), hostile.results
    card = load_bundle().card
    for text in (card.digest, results.created, "synthetic people", "7 pictures of 4 people", "Limits", "TMR"):
        assert text in page, text
    for measure in results.measures:
        assert measure.name.replace("'", "′") in page


@pytest.mark.slow
def test_results_survive_json(hostile: EvaluationReport) -> None:
    content = encode_results(hostile.results)
    assert decode_json(content, EvaluationResults) == hostile.results
    assert b'"format": 1' in content
    with pytest.raises(ValueError, match="format"):
        decode_json(content.replace(b'"format": 1', b'"format": 2'), EvaluationResults)


@pytest.mark.slow
def test_the_table_has_a_line_for_each_measure(hostile: EvaluationReport) -> None:
    table = format_table(hostile.results)
    for measure in hostile.results.measures:
        assert f"\n{measure.name} " in table
    assert "not defined: needs 1,000 comparisons of different people; there are 18" in table


@pytest.mark.slow
def test_measures_name_their_threshold(hostile: EvaluationReport) -> None:
    names = [threshold.name for threshold in hostile.results.thresholds]
    assert (
        names
        == [ThresholdName.SELECTED, ThresholdName.DETECTION]
        == ["chosen threshold", "detection threshold"]
    )
    for name in names:
        assert hostile.results.measure("accuracy", name).on == "balanced pairs"
    with pytest.raises(KeyError):
        hostile.results.measure("beauty")


@pytest.mark.slow
def test_folds_come_first_and_have_their_table() -> None:
    report = build(pairs_protocol([0.9, 0.8], [0.3, 0.2], folds=[0, 1, 0, 1]))
    assert report.results.measures[0].standard_error is not None
    assert len(report.results.folds) == 2
    assert "<h2>Folds</h2>" in render_html(report.results, report.figures)


@pytest.mark.slow
def test_all_files_are_written(hostile: EvaluationReport, tmp_path: Path) -> None:
    write_report(hostile, tmp_path)
    assert {file.name for file in tmp_path.iterdir()} == {*PICTURES, *hostile.faces, PAGE, RESULTS}
    assert decode_json((tmp_path / RESULTS).read_bytes(), EvaluationResults) == hostile.results
