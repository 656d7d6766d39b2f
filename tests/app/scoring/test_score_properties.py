"""Lists of pairs and their scores, with any content in the cells and a file cut off anywhere."""

import csv
import io
import tempfile
from pathlib import Path

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from app.scoring.pair_csv import PairList
from app.scoring.provenance import ProvenanceMismatchError
from app.scoring.resume import ResumePoint, find_resume_point
from app.scoring.score_csv import ADDED_COLUMNS, header, record

BYTES_THAT_ARE_NO_UTF_8 = "".join(chr(0xDC00 + byte) for byte in (0x80, 0xE9, 0xFF))


def as_read(text: str) -> str:
    """Bytes that are UTF-8 together are read as such, wherever they came from."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")


CELLS = st.one_of(
    st.text(f'ab,"\n\r\0 \t;ф\ufeff{BYTES_THAT_ARE_NO_UTF_8}', max_size=6).map(as_read),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
)
COLUMNS = CELLS.filter(lambda name: name not in ("left", "right", *ADDED_COLUMNS))
STATUSES = st.sampled_from(["ok", "left: no file", "malformed row"])
SCORES = st.tuples(st.none() | st.floats(0, 1, width=32), STATUSES)


@st.composite
def tables(draw):
    """A header with left and right in it, and rows as long as it."""
    columns = draw(st.permutations([*draw(st.lists(COLUMNS, max_size=2)), "left", "right"]))
    rows = draw(st.lists(st.lists(CELLS, min_size=len(columns), max_size=len(columns)), max_size=4))
    return columns, rows


def written(folder: str, columns, rows) -> PairList:
    file = Path(folder) / "pairs.csv"
    with file.open("w", encoding="utf-8-sig", errors="surrogateescape", newline="") as opened:
        csv.writer(opened).writerows([columns, *rows])
    return PairList(file)


@given(tables())
def test_a_list_is_read_as_it_was_written(table):
    columns, rows = table
    with tempfile.TemporaryDirectory() as folder:
        pairs = written(folder, columns, rows)
        assert list(pairs.header) == columns
        assert [list(pair.cells) for pair in pairs] == [list(cells) for cells in pairs.cells()] == rows
        home = Path(folder).resolve()
        for pair, row in zip(pairs, rows, strict=True):
            sides = [home / row[columns.index(side)] for side in ("left", "right")]
            assert list(pair.pictures) == sides


@given(tables(), st.lists(SCORES, min_size=4, max_size=4))
def test_a_score_file_is_the_list_with_two_columns_more(table, scores):
    columns, rows = table
    scored = [record(row, *score) for row, score in zip(rows, scores, strict=False)]
    text = b"".join([header(columns), *scored]).decode("utf-8", "surrogateescape")
    first, *read = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert first == [*columns, *ADDED_COLUMNS]
    for cells, row, (similarity, status) in zip(read, rows, scores, strict=False):
        assert (cells[:-2], cells[-1]) == (row, status)
        assert cells[-2] == "" if similarity is None else np.float32(cells[-2]) == np.float32(similarity)


@given(tables(), st.lists(SCORES, min_size=4, max_size=4), st.data())
def test_wherever_a_score_file_was_torn_its_whole_rows_count_and_no_more(table, scores, data):
    columns, rows = table
    lines = [header(columns), *(record(row, *score) for row, score in zip(rows, scores, strict=False))]
    torn = data.draw(st.integers(0, len(b"".join(lines))))
    whole = [line for number, line in enumerate(lines) if len(b"".join(lines[: number + 1])) <= torn]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "scores.csv"
        out.write_bytes(b"".join(lines)[:torn])
        expected = ResumePoint(max(len(whole) - 1, 0), len(b"".join(whole)))
        assert find_resume_point(out, written(folder, columns, rows)) == expected


@given(tables(), st.data())
def test_scores_of_another_row_are_never_gone_on_from(table, data):
    columns, rows = table
    assume(rows)
    number = data.draw(st.integers(0, len(rows) - 1))
    other = data.draw(st.lists(CELLS, min_size=len(columns), max_size=len(columns)))
    changed = [*rows[:number], other, *rows[number + 1 :]]
    assume(changed != rows)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "scores.csv"
        out.write_bytes(b"".join([header(columns), *(record(row, 0.5, "ok") for row in changed)]))
        try:
            done = find_resume_point(out, written(folder, columns, rows))
        except ProvenanceMismatchError:
            return
        assert done.rows <= number
