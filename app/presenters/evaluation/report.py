"""A report of an evaluation, read from its folder, and the list of all reports."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from struct import Struct

from app.presenters.evaluation.measure_words import (
    count_words,
    evidence_words,
    measure_words,
    value_words,
)
from app.presenters.evaluation.rate_words import rate_words
from app.presenters.evaluation.stored_names import bundle_words
from app.presenters.local_time import local_time_of
from app.storage.errors import translate_os_errors
from app.translation.catalogue import current_language, localized, tr, translatable, translate
from model.messages.message import Message, as_message, reworded
from model.messages.message_error import MessageError
from model.storage.free_path import free_path
from model.storage.json_codec import decode_json
from model.terminal.similarity_format import format_measured
from training.evaluation.results import EvaluationResults, ExamplePair, Measure, faces_file
from training.report.person_name import format_person

RESULTS, PAGE = "evaluation.json", "report.html"
MAX_BYTES = 50_000_000
PNG_HEAD, PNG_SIGNATURE = Struct(">16sII"), b"\x89PNG"
"""Sixteen bytes, and the width and the height of the picture."""
PLOTS = (
    ("roc.png", translatable("True and false matches (ROC)")),
    ("det.png", translatable("Both error rates against each other (DET)")),
    ("similarities.png", translatable("Similarities for the same person and for different people")),
)
SHEETS = (
    ("most_similar_strangers.png", translatable("Different people with the highest similarity")),
    ("least_similar_same.png", translatable("Pictures of the same person with the lowest similarity")),
)
"""The plots, and the sheets of faces, that the window shows; the page has more."""
SUBJECTS = {
    "a folder of people, {folder}": translatable("on the folder {folder}"),
    "a list of pairs, {file}": translatable("on the list of pairs {file}"),
    "Labeled Faces in the Wild, View 1: dev-test people": translatable("on LFW, View 1"),
    "Labeled Faces in the Wild, View 2: {count} folds of pairs": translatable("on LFW, View 2"),
}
"""The description of a dataset as it follows the name of a model."""
EARLIER_REASONS = (
    translatable("it takes {needed:,.0f} impostor comparisons, and there are {count:,}"),
    translatable("it takes {ways} people, one with two pictures, and there are {count:,} people"),
    translatable("it takes a person with {count} pictures, and others with fewer"),
)
"""In reports of version 1.0.0."""


class ReportError(MessageError, ValueError):
    """The report is damaged. The message gives the next step."""


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One figure: its value, and the counts and the interval behind it."""

    name: str
    value: str
    evidence: str


@dataclass(frozen=True, slots=True)
class PairView:
    """The people in two pictures, and their similarity."""

    left: str
    right: str
    similarity: str


@dataclass(frozen=True, slots=True)
class ReportPicture:
    """``is_plot``: it has only lines and words, no faces. ``shape``: width by height. ``pairs``: those in its
    rows, if it has only faces."""

    path: Path
    title: str
    is_plot: bool
    shape: float = 1.0
    pairs: tuple[PairView, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportView:
    """``summary``: the errors at the threshold in use, in plain words. ``missing``: the figures without a
    value."""

    folder: Path
    title: str
    summary: str
    rows: tuple[MeasureRow, ...]
    missing: tuple[MeasureRow, ...]
    pictures: tuple[ReportPicture, ...]


def _drawn(folder: Path, name: str) -> Path:
    """The picture in the language of the window, where the report has it."""
    translated = folder / current_language() / name
    return translated if translated.is_file() else folder / name


def list_reports(reports: Path) -> list[Path]:
    """The folders of complete reports, the newest first. Raises StoreError."""
    with translate_os_errors(Message("list"), reports):
        return sorted((path.parent for path in reports.glob(f"*/{RESULTS}")), reverse=True)


def load_report(folder: Path) -> ReportView:
    """Raises StoreError, and ReportError when the report is damaged."""
    path = folder / RESULTS
    with translate_os_errors(Message("read"), path), path.open("rb") as file:
        content = file.read(MAX_BYTES)
    try:
        results = decode_json(content, EvaluationResults)
        messages = {str(message): message for message in results.restored_messages}
    except ValueError as error:
        raise ReportError(
            Message(
                "The report in {folder} cannot be read: {error}. Evaluate again.", folder=folder, error=error
            )
        ) from error
    subject, time = _subject(results, messages), local_time_of(results.created)
    title = f"{bundle_words(results.bundle.name)}, {subject}, {time}"
    rows, missing = (
        tuple(_row(one, messages) for one in results.measures if (one.value is None) == is_missing)
        for is_missing in (False, True)
    )
    return ReportView(folder, title, _summary(results), rows, missing, tuple(_pictures(folder, results)))


def _pictures(folder: Path, results: EvaluationResults) -> Iterator[ReportPicture]:
    """Those that the report has. Reports of earlier versions have sheets of faces with words on them."""
    for name, title in PLOTS + SHEETS:
        faces, pairs = folder / faces_file(name), results.examples.get(name, [])
        if pairs and faces.is_file():
            yield ReportPicture(faces, tr(title), is_plot=False, pairs=tuple(map(_pair, pairs)))
        elif (folder / name).is_file():
            path = _drawn(folder, name)
            yield ReportPicture(path, tr(title), is_plot=(name, title) in PLOTS, shape=_png_shape(path))


def _pair(pair: ExamplePair) -> PairView:
    similarity = localized(format_measured(pair.similarity))
    return PairView(format_person(pair.left), format_person(pair.right), similarity)


def _png_shape(path: Path) -> float:
    """Width by height, by the head of the file: so nothing moves when the picture is read."""
    with translate_os_errors(Message("read"), path), path.open("rb") as file:
        head = file.read(PNG_HEAD.size)
    if len(head) < PNG_HEAD.size:
        return 1.0
    signature, width, height = PNG_HEAD.unpack(head)
    return width / height if signature.startswith(PNG_SIGNATURE) and width and height else 1.0


def save_report(folder: Path, target: Path) -> Path:
    """Copy the report to a new folder in ``target``. Returns that folder. Raises StoreError, and leaves
    nothing behind then."""
    copy = free_path(target / folder.name)
    with translate_os_errors(Message("save the report in"), copy, option=""):
        try:
            shutil.copytree(folder, copy)
        except OSError as error:
            shutil.rmtree(copy, ignore_errors=True)
            raise _first_error(error) from error
    return copy


def _first_error(error: OSError) -> OSError:
    """``copytree`` collects the errors of all files: source, target and reason of each."""
    if not isinstance(error, shutil.Error):
        return error
    return OSError(0, str(error.args[0][0][2]))


def _row(measure: Measure, messages: Mapping[str, Message]) -> MeasureRow:
    reason = _translated(measure.reason, messages) if measure.reason else ""
    return MeasureRow(measure_words(measure), value_words(measure), evidence_words(measure, reason))


def _subject(results: EvaluationResults, messages: Mapping[str, Message]) -> str:
    """What the model was evaluated on."""
    return translate(reworded(_message(results.subject.description, messages), SUBJECTS))


def _translated(text: str, messages: Mapping[str, Message]) -> str:
    """A text of the report in the language of the window."""
    return translate(_message(text, messages))


def _message(text: str, messages: Mapping[str, Message]) -> Message:
    """``messages``: those with values, by their text."""
    return messages.get(text) or as_message(text)


def _summary(results: EvaluationResults) -> str:
    """Both error rates at the detection threshold, if the report has them."""
    rates = {one.name: one for one in results.measures if one.at == "detection threshold"}
    strangers, same = rates.get("FMR"), rates.get("FNMR")
    if strangers is None or same is None or strangers.value is None or same.value is None:
        return ""
    return f"{_strangers(strangers.value, count_words(strangers))} {_same(same.value, count_words(same))}"


def _strangers(rate: float, count: str) -> str:
    if not rate:
        return tr("No comparison of different people matches ({count}).", count=count)
    return tr(
        "{rate} of the comparisons of different people match ({count}).", rate=rate_words(rate), count=count
    )


def _same(rate: float, count: str) -> str:
    if not rate:
        return tr("No comparison of the same person fails ({count}).", count=count)
    return tr(
        "{rate} of the comparisons of the same person fail ({count}).", rate=rate_words(rate), count=count
    )
