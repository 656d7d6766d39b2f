from dataclasses import replace
from pathlib import Path

import pytest

from app.scoring.provenance import (
    Provenance,
    ProvenanceMismatchError,
    exclusive_output,
    lock_file,
    provenance_file,
)
from app.storage.file_lock import BusyError
from model.storage.output_file import OutputFileError
from tests.app.scoring.synthetic_pairs import PROVENANCE
from tests.support.fakes import tree


def claim(out: Path, origin: Provenance) -> None:
    with exclusive_output(out, origin):
        pass


def test_a_second_process_is_refused_and_the_first_continues(tmp_path):
    out = tmp_path / "scores.csv"
    with exclusive_output(out, PROVENANCE):
        before = provenance_file(out).read_bytes()
        with pytest.raises(BusyError, match="Wait for it, or name another file with --out"):
            claim(out, replace(PROVENANCE, bundle="another one"))
        assert provenance_file(out).read_bytes() == before
    claim(out, PROVENANCE)


@pytest.mark.parametrize("begun", [True, False])
def test_a_new_or_an_empty_file_is_claimed(tmp_path, begun):
    out = tmp_path / "scores.csv"
    if begun:
        out.touch()
    claim(out, PROVENANCE)
    assert PROVENANCE.model in provenance_file(out).read_text()


def test_scores_that_were_deleted_leave_no_claim(tmp_path):
    out = tmp_path / "scores.csv"
    claim(out, replace(PROVENANCE, bundle="old"))
    claim(out, PROVENANCE)
    out.write_bytes(b"row\n")
    claim(out, PROVENANCE)
    assert PROVENANCE.bundle in provenance_file(out).read_text()
    assert "old" not in provenance_file(out).read_text()


@pytest.mark.parametrize("field", ["model", "bundle", "pictures"])
def test_scores_of_another_origin_are_refused_and_stay(tmp_path, field):
    out = tmp_path / "scores.csv"
    claim(out, PROVENANCE)
    out.write_bytes(b"row\n")
    before = tree(tmp_path)
    with pytest.raises(
        ProvenanceMismatchError, match=r"started with .*another one.*Name another file with --out"
    ):
        claim(out, replace(PROVENANCE, **{field: "another one"}))
    assert tree(tmp_path) == before


@pytest.mark.parametrize("beside", [None, b"{", b"[]"])
def test_a_file_of_another_program_is_refused_without_advice_to_delete_it(tmp_path, beside):
    out = tmp_path / "scores.csv"
    out.write_bytes(b"row\n")
    if beside is not None:
        provenance_file(out).write_bytes(beside)
    lock_file(out).touch()
    before = tree(tmp_path)
    with pytest.raises(ProvenanceMismatchError, match="is not a score file") as error:
        claim(out, PROVENANCE)
    assert "delete" not in str(error.value)
    assert tree(tmp_path) == before


def test_a_missing_folder_and_a_folder_are_refused(tmp_path):
    with pytest.raises(OutputFileError, match="There is no folder"):
        claim(tmp_path / "gone" / "scores.csv", PROVENANCE)
    with pytest.raises(OutputFileError, match="is a folder"):
        claim(tmp_path, PROVENANCE)
