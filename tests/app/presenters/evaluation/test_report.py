import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

import cv2
import pytest

from app.live.training_process import JobPhase, JobState
from app.presenters.evaluation.job import missing_for_evaluation, present_evaluation
from app.presenters.evaluation.report import (
    EARLIER_REASONS,
    RESULTS,
    PairView,
    list_reports,
    load_report,
    save_report,
)
from app.presenters.local_time import local_time
from app.storage.errors import StoreError
from app.translation.catalogue import use_language
from app.translation.language import Language
from model.messages.message import Message
from model.messages.stored_message import StoredMessage, store
from tests.support.fakes import grey
from training.evaluation.results import (
    BundleSummary,
    DatasetSummary,
    EvaluationResults,
    ExamplePair,
    IntervalMethod,
    Measure,
    MeasureName,
    ThresholdName,
    encode_results,
    faces_file,
)

NO_EXAMPLES: Mapping[str, list[ExamplePair]] = MappingProxyType({})


def rate(name: str, count: int, trials: int) -> Measure:
    return Measure(
        name=name,
        on="all pairs",
        at=ThresholdName.DETECTION,
        value=count / trials,
        lower=0.0,
        upper=0.5,
        interval=IntervalMethod.WILSON,
        count=count,
        trials=trials,
    )


def write_report(
    folder: Path,
    *measures: Measure,
    messages: Sequence[StoredMessage] = (),
    examples: Mapping[str, list[ExamplePair]] = NO_EXAMPLES,
    picture: bytes = b"a picture",
    description: str = "a folder of people",
) -> Path:
    bundle = BundleSummary(
        name="base", folder="f", created="c", digest="d", licence="MIT", detection_threshold=0.9
    )
    subject = DatasetSummary(
        kind="people",
        description=description,
        source="s",
        people=6,
        pictures=36,
        faceless=[],
        listed_pairs=(1, 1),
        all_pairs=None,
    )
    results = EvaluationResults(
        created="2026-11-26T15:00:00+00:00",
        bundle=bundle,
        subject=subject,
        thresholds=[],
        measures=list(measures),
        folds=[],
        warnings=[],
        pictures=["roc.png"],
        messages=list(messages),
        examples=dict(examples),
    )
    folder.mkdir(parents=True)
    (folder / RESULTS).write_bytes(encode_results(results))
    (folder / "roc.png").write_bytes(picture)
    return folder


@pytest.mark.parametrize(
    ("description", "words"),
    [
        (Message("a folder of people, {folder}", folder="faces"), "on the folder faces"),
        (Message("Labeled Faces in the Wild, View 1: dev-test people"), "on LFW, View 1"),
        (Message("Labeled Faces in the Wild, View 2: {count} folds of pairs", count=10), "on LFW, View 2"),
        (Message("a dataset of another version"), "a dataset of another version"),
    ],
)
def test_the_title_says_on_what_the_model_was_evaluated(
    tmp_path: Path, description: Message, words: str
) -> None:
    folder = write_report(tmp_path / "one", messages=[store(description)], description=description)

    assert load_report(folder).title.startswith(f"The model that came with Sameface, {words}, ")


def test_the_errors_in_use_are_said_in_plain_words(tmp_path: Path) -> None:
    folder = write_report(
        tmp_path / "one", rate(MeasureName.FMR, 0, 540), rate(MeasureName.FNMR, 9, 90), rate("EER", 1, 50)
    )

    view = load_report(folder)

    time = local_time(datetime(2026, 11, 26, 15, tzinfo=UTC))
    assert view.title == f"The model that came with Sameface, a folder of people, {time}"
    assert view.summary == (
        "No comparison of different people matches (0 of 540). 10.0 % of the comparisons of the same person "
        "fail (9 of 90)."
    )
    assert (view.rows[1].value, view.rows[1].evidence) == (
        "10.0 %",
        "9 of 90; 95 % interval 0 % to 50.0 %",
    )
    assert [picture.path.name for picture in view.pictures] == ["roc.png"]


def test_no_error_is_said_in_a_sentence_of_its_own(tmp_path: Path) -> None:
    folder = write_report(tmp_path / "one", rate(MeasureName.FMR, 0, 36), rate(MeasureName.FNMR, 0, 30))

    use_language(Language.GERMAN)
    try:
        summary = load_report(folder).summary
    finally:
        use_language(Language.ENGLISH)

    assert summary == (
        "Kein Vergleich verschiedener Personen ergibt einen Treffer (0 von 36). Kein Vergleich derselben "
        "Person schlägt fehl (0 von 30)."
    )


def test_its_texts_are_shown_in_the_language_of_the_window(tmp_path: Path) -> None:
    reason = Message(
        "needs {needed:,.0f} comparisons of different people; there are {count:,}", needed=1e4, count=36
    )
    missing = Measure(name="TMR at FMR 0.0001", on="all pairs", reason=reason)
    old = Measure(name="precision", on="all pairs", reason="no pair matched")
    folder = write_report(tmp_path / "one", missing, old, messages=[store(reason)])

    use_language(Language.GERMAN)
    try:
        view = load_report(folder)
    finally:
        use_language(Language.ENGLISH)

    assert view.rows == ()
    assert [row.evidence for row in view.missing] == [
        "nicht bestimmbar: nötig sind 10.000 Vergleiche verschiedener Personen, es gibt 36",
        "nicht bestimmbar: kein Paar ergab einen Treffer",
    ]
    assert (
        b'"reason": "needs 10,000 comparisons of different people; there are 36"'
        in (folder / RESULTS).read_bytes()
    )


def test_the_reasons_of_earlier_reports_are_translated(tmp_path: Path) -> None:
    reasons = [Message(text, needed=100, ways=5, count=36) for text in EARLIER_REASONS]
    missing = [Measure(name="EER", on="all pairs", reason=reason) for reason in reasons]
    folder = write_report(tmp_path / "one", *missing, messages=[store(reason) for reason in reasons])

    use_language(Language.GERMAN)
    try:
        shown = [row.evidence for row in load_report(folder).missing]
    finally:
        use_language(Language.ENGLISH)

    assert all(evidence.startswith("nicht bestimmbar: nötig sind") for evidence in shown)


def test_a_picture_is_shown_in_the_language_of_the_window(tmp_path: Path) -> None:
    folder = write_report(tmp_path / "one")
    (folder / "de").mkdir()
    (folder / "de" / "roc.png").write_bytes(b"ein Bild")

    assert [picture.path for picture in load_report(folder).pictures] == [folder / "roc.png"]
    use_language(Language.GERMAN)
    try:
        assert [picture.path for picture in load_report(folder).pictures] == [folder / "de" / "roc.png"]
    finally:
        use_language(Language.ENGLISH)


def test_the_window_draws_the_pairs_where_the_report_has_their_faces(tmp_path: Path) -> None:
    sheet = "most_similar_strangers.png"
    examples = {sheet: [ExamplePair("Ann_Lee/1.jpg", "bob/2.jpg", 0.9712)]}
    folder = write_report(tmp_path / "one", examples=examples)
    (folder / sheet).write_bytes(b"with words")
    assert [picture.pairs for picture in load_report(folder).pictures] == [(), ()]

    (folder / faces_file(sheet)).write_bytes(b"only faces")
    plot, pairs = load_report(folder).pictures

    assert (plot.path.name, pairs.path.name) == ("roc.png", "most_similar_strangers_faces.jpg")
    assert pairs.pairs == (PairView("Ann Lee", "bob", "0.971"),)


def test_the_shape_of_a_plot_is_known_before_it_is_read(tmp_path: Path) -> None:
    png = cv2.imencode(".png", grey(height=40, width=100))[1].tobytes()
    assert load_report(write_report(tmp_path / "one", picture=png)).pictures[0].shape == 2.5
    assert load_report(write_report(tmp_path / "damaged")).pictures[0].shape == 1.0


def test_without_these_figures_there_is_no_summary(tmp_path: Path) -> None:
    assert load_report(write_report(tmp_path / "one", rate("EER", 1, 50))).summary == ""


def test_only_complete_reports_are_listed_the_newest_first(tmp_path: Path) -> None:
    old, new = write_report(tmp_path / "20260101"), write_report(tmp_path / "20260202")
    (tmp_path / "20260303").mkdir()

    assert list_reports(tmp_path) == [new, old]
    assert list_reports(tmp_path / "missing") == []


def test_a_damaged_report_is_refused(tmp_path: Path) -> None:
    folder = write_report(tmp_path / "one")
    (folder / RESULTS).write_bytes(b"{")

    with pytest.raises(ValueError, match="cannot be read"):
        load_report(folder)


def test_a_saved_report_is_a_copy_and_replaces_nothing(tmp_path: Path) -> None:
    folder = write_report(tmp_path / "one")
    (tmp_path / "target").mkdir()

    copy = save_report(folder, tmp_path / "target")

    assert {path.name for path in copy.iterdir()} == {RESULTS, "roc.png"}
    assert save_report(folder, tmp_path / "target").name == "one 2"


def test_a_report_that_cannot_be_saved_says_so(tmp_path: Path) -> None:
    folder = write_report(tmp_path / "one")
    (tmp_path / "target").write_text("a file")

    with pytest.raises(StoreError, match="or choose another folder"):
        save_report(folder, tmp_path / "target")


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_half_a_copy_is_deleted(tmp_path: Path) -> None:
    folder = write_report(tmp_path / "one")
    (folder / "lost.png").symlink_to("nowhere")

    with pytest.raises(StoreError, match="No such file"):
        save_report(folder, tmp_path / "target")

    assert not (tmp_path / "target" / "one").exists()


@pytest.mark.parametrize(
    ("phase", "headline"),
    [
        (JobPhase.DONE, "The report is ready"),
        (JobPhase.CANCELLED, "Evaluation cancelled"),
        (JobPhase.FAILED, "The evaluation failed"),
        (JobPhase.RUNNING, "Drawing"),
    ],
)
def test_every_end_of_an_evaluation_has_words(phase: JobPhase, headline: str) -> None:
    assert present_evaluation(JobState(phase, Message("drawing"), 1, 2)).headline == headline


def test_an_evaluation_needs_a_folder() -> None:
    assert missing_for_evaluation("") == "Choose the folder with the pictures."
    assert missing_for_evaluation("/pictures") == ""
