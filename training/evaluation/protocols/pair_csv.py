"""A CSV list of pairs: columns ``left``, ``right``, ``same``; paths are relative to the file's folder."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from model.messages.message import Message, english_only
from training.data.pairs import DIFFERENT, SAME, Pairs
from training.evaluation.embedded_images import ImageEmbedder
from training.evaluation.protocol import DatasetError, EvaluationProtocol, require_both_labels

COLUMNS = ("left", "right", "same")
LABELS = {"1": SAME, "true": SAME, "yes": SAME, "0": DIFFERENT, "false": DIFFERENT, "no": DIFFERENT}
FORMAT = "The first line is left,right,same; each further one two pictures and 1 or 0."


@dataclass(frozen=True, slots=True)
class ListedPair:
    """Two pictures as the file names them; ``same`` is SAME or DIFFERENT."""

    left: str
    right: str
    same: int


def pair_csv_protocol(file: Path, embedder: ImageEmbedder) -> EvaluationProtocol:
    """Raises DatasetError with the line number when ``file`` is not such a list or a picture is missing."""
    listed = read_pair_list(file)
    names = list(dict.fromkeys(name for pair in listed for name in (pair.left, pair.right)))
    pairs = _pairs(listed, names)
    require_both_labels(pairs, Message("Add pairs of the other kind to {file}.", file=file))
    return EvaluationProtocol(
        kind="pairs",
        description=Message("a list of pairs, {file}", file=file.name),
        source=file,
        images=embedder.embed_files([(name, file.parent / name) for name in names]),
        listed=pairs,
        pairs_name=Message("listed pairs"),
    )


def read_pair_list(file: Path) -> list[ListedPair]:
    """Raises DatasetError with the line number."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            reader = csv.DictReader(opened)
            missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
            if missing:
                raise DatasetError(
                    english_only(f"{file} has no column {' and no column '.join(missing)}. {FORMAT}")
                )
            return [_parse_row(file, reader.line_num, row) for row in reader]
    except OSError as error:
        raise DatasetError(
            english_only(f"{file} cannot be read: {error.strerror or error}. Name a CSV file.")
        ) from error
    except UnicodeDecodeError as error:
        raise DatasetError(english_only(f"{file} is not a text file in UTF-8. {FORMAT}")) from error
    except csv.Error as error:
        raise DatasetError(english_only(f"{file} is not a CSV file: {error}. {FORMAT}")) from error


def _parse_row(file: Path, line: int, row: dict[str, str | None]) -> ListedPair:
    left, right, same = ((row[column] or "").strip() for column in COLUMNS)
    label = LABELS.get(same.lower())
    if not left or not right or label is None:
        raise DatasetError(
            english_only(f"Line {line} of {file} is not a pair. {FORMAT} Received: {left},{right},{same}")
        )
    for name in (left, right):
        if not (file.parent / name).is_file():
            raise DatasetError(
                english_only(
                    f"Line {line} of {file}: there is no picture {name}. "
                    "Paths are relative to the folder of the CSV file."
                )
            )
    if left == right:
        raise DatasetError(
            english_only(f"Line {line} of {file} compares {left} with itself. Remove the line.")
        )
    return ListedPair(left, right, label)


def _pairs(listed: list[ListedPair], names: list[str]) -> Pairs:
    """``left`` and ``right`` are indices into ``names``."""
    index = {name: number for number, name in enumerate(names)}
    left = np.array([index[pair.left] for pair in listed], np.int64)
    right = np.array([index[pair.right] for pair in listed], np.int64)
    return Pairs(left, right, np.array([pair.same for pair in listed], np.int64))
