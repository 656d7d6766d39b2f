import sys
from pathlib import Path

import pytest

from app.scoring.pair_csv import Pair, PairList, PairListError


@pytest.fixture
def listed(tmp_path):
    def read(content: bytes) -> PairList:
        (tmp_path / "pairs.csv").write_bytes(content)
        return PairList(tmp_path / "pairs.csv")

    return read


SPELLINGS = {
    "plain": b"left,right,same\na.jpg,b.jpg,1\n",
    "byte order mark": b"\xef\xbb\xbfleft,right,same\na.jpg,b.jpg,1\n",
    "as Windows writes": b"left,right,same\r\na.jpg,b.jpg,1\r\n",
    "no last line break": b"left,right,same\na.jpg,b.jpg,1",
    "quotation marks": b'"left","right","same"\n"a.jpg","b.jpg","1"\n',
    "empty lines": b"\n\nleft,right,same\n\na.jpg,b.jpg,1\n\n",
}


@pytest.mark.parametrize("content", SPELLINGS.values(), ids=SPELLINGS)
def test_the_same_list_however_it_is_written(listed, tmp_path, content):
    pairs = listed(content)
    assert pairs.header == ("left", "right", "same")
    pair = Pair(("a.jpg", "b.jpg", "1"), (tmp_path / "a.jpg", tmp_path / "b.jpg"))
    assert list(pairs) == list(pairs) == [pair]


def test_columns_stand_in_any_order_and_names_may_be_absolute_or_of_several_lines(listed, tmp_path):
    elsewhere = Path(tmp_path.anchor) / "elsewhere.jpg"
    (pair,) = listed(f'note,right,left\n"x, y","two\nlines.jpg",{elsewhere}\n'.encode())
    assert pair.cells == ("x, y", "two\nlines.jpg", str(elsewhere))
    assert pair.pictures == (elsewhere, tmp_path / "two\nlines.jpg")


def test_a_row_of_another_length_is_an_error_and_padded_to_the_header(listed):
    short, long = listed(b"left,right,same\na.jpg\na.jpg,b.jpg,1,more\n")
    assert short == Pair(("a.jpg", "", ""), None)
    assert long == Pair(("a.jpg", "b.jpg", "1"), None)


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names of files are text there")
def test_names_that_are_no_utf_8_are_found(listed, tmp_path):
    (pair,) = listed(b"left,right\ncaf\xe9.jpg,b.jpg\n")
    assert bytes(pair.pictures[0]).endswith(b"/caf\xe9.jpg")


NO_LISTS = {
    "empty": (b"", "must start with a header"),
    "no header": (b"a.jpg,b.jpg\n", "Received: 'a.jpg,b.jpg'"),
    "one column missing": (b"left,same\n", "with the columns left and right"),
    "a column twice": (b"left,left,right\n", "with the columns left and right"),
    "semicolons": (b"left;right\n", "separated by commas"),
    "UTF-16": ("left,right\n".encode("utf-16"), "in UTF-8"),
    "scored already": (b"left,right,status,similarity\n", "already has the columns similarity and status"),
}


@pytest.mark.parametrize(("content", "told"), NO_LISTS.values(), ids=NO_LISTS)
def test_what_is_no_list_is_refused_at_once(listed, content, told):
    with pytest.raises(PairListError) as error:
        listed(content)
    assert told in str(error.value)


def test_an_unclosed_quotation_is_an_error_with_its_line(listed):
    pairs = listed(b'left,right\na.jpg,b.jpg\n"' + b"a.jpg,b.jpg\n" * 20_000)
    with pytest.raises(PairListError, match=r"from line \d+ on .*quotation mark"):
        list(pairs)


def test_a_missing_list_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"There is no file .*pairs\.csv"):
        PairList(tmp_path / "pairs.csv")
