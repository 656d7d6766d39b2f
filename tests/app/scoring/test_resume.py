import pytest

from app.scoring.provenance import ProvenanceMismatchError
from app.scoring.resume import ResumePoint, find_resume_point
from app.scoring.score_csv import header, record
from tests.app.scoring.synthetic_pairs import write_list

ROWS = [["a.jpg", "b.jpg"], ["two\nlines.jpg", 'say "hi".jpg'], ["x,y.jpg", "фото.jpg"]]


@pytest.fixture
def pairs(tmp_path):
    return write_list(tmp_path / "pairs.csv", ROWS)


@pytest.fixture
def out(tmp_path):
    return tmp_path / "scores.csv"


@pytest.fixture
def lines(pairs):
    return [header(pairs.header), *(record(pair.cells, 0.25, "ok") for pair in pairs)]


def test_wherever_the_file_was_torn_its_whole_rows_count(pairs, out, lines):
    whole = b"".join(lines)
    for length in range(len(whole) + 1):
        out.write_bytes(whole[:length])
        kept = [line for number, line in enumerate(lines) if len(b"".join(lines[: number + 1])) <= length]
        assert find_resume_point(out, pairs) == ResumePoint(max(len(kept) - 1, 0), len(b"".join(kept))), (
            length
        )


def test_a_file_that_is_not_there_has_no_rows(pairs, out):
    assert find_resume_point(out, pairs) == ResumePoint(0, 0)


CHANGED_LISTS = {
    "another row": ([["a.jpg", "c.jpg"], *ROWS[1:]], ("left", "right"), "in row 1"),
    "another last row": ([*ROWS[:2], ["x,y.jpg", "more\nlines.jpg"]], ("left", "right"), "in row 3"),
    "a row less": (ROWS[:2], ("left", "right"), "Was the list shortened?"),
    "a row more at the front": ([["n.jpg", "m.jpg"], *ROWS], ("left", "right"), "in row 1"),
    "other columns": (ROWS, ("right", "left"), "in the header"),
    "a column more": ([[*row, "1"] for row in ROWS], ("left", "right", "same"), "in the header"),
}


@pytest.mark.parametrize(("rows", "columns", "told"), CHANGED_LISTS.values(), ids=CHANGED_LISTS)
def test_a_list_that_was_changed_is_refused(pairs, out, lines, rows, columns, told):
    out.write_bytes(b"".join(lines))
    with pytest.raises(ProvenanceMismatchError) as error:
        find_resume_point(out, write_list(pairs.file, rows, columns))
    for words in (told, "Name another file with --out, or delete"):
        assert words in str(error.value)


def test_a_longer_list_resumes(pairs, out, lines):
    out.write_bytes(b"".join(lines))
    longer = write_list(pairs.file, [*ROWS, ["new.jpg", "newer.jpg"]])
    assert find_resume_point(out, longer) == ResumePoint(3, len(b"".join(lines)))
