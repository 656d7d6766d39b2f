from dataclasses import replace
from pathlib import Path

import pytest

from app.scoring.provenance import Origin, OtherOriginError, claimed, lock_file, origin_file
from app.storage.file_lock import BusyError
from model.storage.output_file import OutputFileError
from tests.app.scoring.synthetic_pairs import ORIGIN
from tests.support.fakes import tree


def claim(out: Path, origin: Origin) -> None:
    with claimed(out, origin):
        pass


def test_whoever_comes_second_is_told_and_the_first_goes_on(tmp_path):
    out = tmp_path / "scores.csv"
    with claimed(out, ORIGIN):
        before = origin_file(out).read_bytes()
        with pytest.raises(BusyError, match="Let it end, or name another file with --out"):
            claim(out, replace(ORIGIN, bundle="another one"))
        assert origin_file(out).read_bytes() == before
    claim(out, ORIGIN)


@pytest.mark.parametrize("begun", [True, False])
def test_a_new_or_an_empty_file_is_claimed(tmp_path, begun):
    out = tmp_path / "scores.csv"
    if begun:
        out.touch()
    claim(out, ORIGIN)
    assert ORIGIN.model in origin_file(out).read_text()


def test_scores_that_were_deleted_leave_no_claim(tmp_path):
    out = tmp_path / "scores.csv"
    claim(out, replace(ORIGIN, bundle="old"))
    claim(out, ORIGIN)
    out.write_bytes(b"row\n")
    claim(out, ORIGIN)
    assert ORIGIN.bundle in origin_file(out).read_text()
    assert "old" not in origin_file(out).read_text()


@pytest.mark.parametrize("field", ["model", "bundle", "pictures"])
def test_scores_of_another_origin_are_refused_and_stay(tmp_path, field):
    out = tmp_path / "scores.csv"
    claim(out, ORIGIN)
    out.write_bytes(b"row\n")
    before = tree(tmp_path)
    with pytest.raises(OtherOriginError, match=r"begun with .*another one.*Name another file with --out"):
        claim(out, replace(ORIGIN, **{field: "another one"}))
    assert tree(tmp_path) == before


@pytest.mark.parametrize("beside", [None, b"{", b"[]"])
def test_a_file_of_somebody_else_is_refused_and_nobody_is_told_to_delete_it(tmp_path, beside):
    out = tmp_path / "scores.csv"
    out.write_bytes(b"row\n")
    if beside is not None:
        origin_file(out).write_bytes(beside)
    lock_file(out).touch()
    before = tree(tmp_path)
    with pytest.raises(OtherOriginError, match="is there already") as error:
        claim(out, ORIGIN)
    assert "delete" not in str(error.value)
    assert tree(tmp_path) == before


def test_a_missing_folder_and_a_folder_are_refused(tmp_path):
    with pytest.raises(OutputFileError, match="There is no folder"):
        claim(tmp_path / "gone" / "scores.csv", ORIGIN)
    with pytest.raises(OutputFileError, match="is a folder"):
        claim(tmp_path, ORIGIN)
