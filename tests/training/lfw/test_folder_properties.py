import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.fuzz.targets.lfw import check_fold_sizes
from training.lfw.folder import PAIRS_TEST, PAIRS_VIEW2, LfwError, LfwFolder

NAMES = st.text("ABCabcÉ李_-'.", min_size=1, max_size=8)
NUMBERS = st.integers(1, 9999)
SAME, DIFFERENT = st.tuples(NAMES, NUMBERS, NUMBERS), st.tuples(NAMES, NUMBERS, NAMES, NUMBERS)


@st.composite
def protocols(draw):
    """Folds of as many genuine as impostor pairs each, as rows."""
    folds, each = draw(st.integers(2, 4)), draw(st.integers(1, 3))
    halves = [st.lists(kind, min_size=each, max_size=each) for kind in (SAME, DIFFERENT)]
    return [draw(halves[0]) + draw(halves[1]) for _ in range(folds)]


def folder_with(home: str, file: str, text: str) -> LfwFolder:
    (Path(home) / "Ann").mkdir()
    (Path(home) / "Ann" / "Ann_0001.jpg").touch()
    (Path(home) / file).write_bytes(text.encode("utf-8", "surrogatepass"))
    return LfwFolder(Path(home))


def lines(rows) -> list[str]:
    return ["\t".join(map(str, row)) for row in rows]


def expected(folder: LfwFolder, row):
    numbered = row if len(row) == 4 else (row[0], row[1], row[0], row[2])
    left, right = numbered[:2], numbered[2:]
    return (folder.image(*left), folder.image(*right), len(row) == 3)


@given(protocols())
def test_a_protocol_is_read_as_it_was_written(folds):
    text = "\n".join(
        [f"{len(folds)}\t{len(folds[0]) // 2}", *(line for rows in folds for line in lines(rows))]
    )
    with tempfile.TemporaryDirectory() as home:
        folder = folder_with(home, PAIRS_VIEW2, text)
        read = [[(pair.left, pair.right, pair.same) for pair in fold] for fold in folder.view2_folds()]
        assert read == [[expected(folder, row) for row in rows] for rows in folds]


@given(protocols(), st.data())
def test_a_protocol_that_lost_or_gained_lines_is_refused(folds, data):
    whole = [f"{len(folds)}\t{len(folds[0]) // 2}", *(line for rows in folds for line in lines(rows))]
    kept = data.draw(st.integers(0, len(whole) - 1))
    for text in ("\n".join(whole[:kept]), "\n".join([*whole, whole[-1]])):
        with tempfile.TemporaryDirectory() as home, pytest.raises(LfwError):
            folder_with(home, PAIRS_VIEW2, text).view2_folds()


@given(st.text("ABa 012\t\n²١\x1c\u2028-", max_size=30))
@example("Ann 1 " + "1" * 5000)
@example("2 " + "1" * 5000)
@example("\ud800")
def test_any_protocol_file_is_read_or_refused_as_damaged(text):
    for file, read in ((PAIRS_TEST, LfwFolder.dev_test_pairs), (PAIRS_VIEW2, check_fold_sizes)):
        with tempfile.TemporaryDirectory() as home:
            try:
                read(folder_with(home, file, "1\n" + text if file == PAIRS_TEST else text))
            except LfwError as error:
                assert file in str(error)
