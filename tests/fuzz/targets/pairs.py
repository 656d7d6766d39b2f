"""A list of pairs, read by ``score`` and by ``evaluate``."""

import csv
import io
from pathlib import Path

from app.scoring.pair_csv import PairList, PairListError
from app.scoring.score_csv import line_prefix
from tests.fuzz.target import Target
from training.evaluation.protocol import DatasetError
from training.evaluation.protocols.pair_csv import read_pair_list

PICTURES = ("a.jpg", "b.jpg")


def accepts(content: bytes, folder: Path) -> bool:
    path = folder / "pairs.csv"
    path.write_bytes(content)
    for picture in PICTURES:
        (folder / picture).touch()
    return any([_scored(path), _evaluated(path)])


def _evaluated(path: Path) -> bool:
    try:
        listed = read_pair_list(path)
    except DatasetError:
        return False
    assert all((path.parent / name).is_file() for pair in listed for name in (pair.left, pair.right))
    return True


def _scored(path: Path) -> bool:
    try:
        pairs = PairList(path)
        listed = list(pairs)
    except PairListError:
        return False
    assert list(pairs.cells()) == [pair.cells for pair in listed]
    for pair in listed:
        assert len(pair.cells) == len(pairs.header), pair
        assert pair.pictures is None or all(picture.is_absolute() for picture in pair.pictures), pair
        assert line_prefix(_read(line_prefix(pair.cells))) == line_prefix(pair.cells), pair
    return True


def _read(line: bytes) -> list[str]:
    text = io.StringIO(line.decode("utf-8", "surrogateescape"), newline="")
    (cells,) = csv.reader(text, strict=True)
    return cells


def seeds() -> dict[str, bytes]:
    return {
        "plain": b"left,right,same\na.jpg,b.jpg,1\n",
        "windows": b"\xef\xbb\xbfleft,right\r\na.jpg,C:\\b.jpg\r\n",
        "quoted": b'note,right,left\n"x, y","two\nlines.jpg","say ""hi"".jpg"\n',
        "rows of other lengths": b"left,right,same\na.jpg\na.jpg,b.jpg,1,more\n\n,,\n",
        "other scripts": "left,right\nфото.jpg,写真.jpg\n".encode(),
        "no utf-8": b"left,right\ncaf\xe9.jpg,b.jpg\n",
    }


WORDS = (b"left", b"right", b"left,right\n", b"similarity", b"status", b'""', b'","', b"\r\n", b"\r", b"\0",
         b"\xef\xbb\xbf", b"\xe9", b"\xed\xb3\xa9", b"../", b"/")  # fmt: skip

PAIRS = Target(accepts=accepts, seeds=seeds, words=WORDS)
