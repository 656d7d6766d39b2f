import csv
import io

import numpy as np
import pytest

from app.scoring.score_csv import header, record

NUMBERS = {
    "a float32 has few digits": (float(np.float32(0.9996)), "0.9996"),
    "no exponent": (1e-7, "0.0000001"),
    "one": (1.0, "1"),
    "the last before one": (float(np.nextafter(np.float32(1), np.float32(0))), "0.99999994"),
    "none": (None, ""),
}


@pytest.mark.parametrize(("similarity", "written"), NUMBERS.values(), ids=NUMBERS)
def test_similarities_are_written_whole_and_short(similarity, written):
    assert record(["a", "b"], similarity, "ok") == f"a,b,{written},ok\n".encode()


def test_difficult_cells_are_read_as_they_were():
    cells = ["a,b", 'say "hi"', "two\nlines", "a\rb", "", " spaces ", "фото", "caf\udce9.jpg"]
    content = header(cells) + record(cells, 0.5, "ok")
    text = content.decode("utf-8", "surrogateescape")
    first, second = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert first == [*cells, "similarity", "status"]
    assert second == [*cells, "0.5", "ok"]
