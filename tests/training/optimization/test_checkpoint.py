from pathlib import Path

import numpy as np
import pytest

from training.jobs.progress import JobError
from training.optimization.checkpoint import Checkpoint, load_checkpoint, save_checkpoint


def checkpoint(epochs: int = 2) -> Checkpoint:
    return Checkpoint("run", epochs, (0.7, 0.25), [np.arange(6.0).reshape(2, 3), np.array(5)])


def test_a_saved_checkpoint_is_loaded(tmp_path: Path) -> None:
    file = tmp_path / "work" / "checkpoint.npz"
    save_checkpoint(file, checkpoint())
    found = load_checkpoint(file, "run")
    assert found is not None
    assert (found.epochs, found.losses) == (2, (0.7, 0.25))
    for one, other in zip(found.variables, checkpoint().variables, strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_missing_checkpoint_and_one_of_another_run_count_as_none(tmp_path: Path) -> None:
    file = tmp_path / "checkpoint.npz"
    assert load_checkpoint(file, "run") is None
    save_checkpoint(file, checkpoint())
    assert load_checkpoint(file, "another run") is None


def test_validation_scores_are_loaded(tmp_path: Path) -> None:
    save_checkpoint(tmp_path / "c.npz", Checkpoint("run", 2, (0.7, 0.25), [], validation=(0.5, 0.75)))
    found = load_checkpoint(tmp_path / "c.npz", "run")
    assert found is not None
    assert found.validation == (0.5, 0.75)


def test_variables_keep_their_order_beyond_ten(tmp_path: Path) -> None:
    many = Checkpoint("run", 1, (), [np.array(value) for value in range(12)])
    save_checkpoint(tmp_path / "c.npz", many)
    found = load_checkpoint(tmp_path / "c.npz", "run")
    assert found is not None
    assert [int(value) for value in found.variables] == list(range(12))


def test_a_checkpoint_has_these_arrays(tmp_path: Path) -> None:
    """Unfinished runs hold them: other names would orphan them."""
    save_checkpoint(tmp_path / "c.npz", checkpoint())
    with np.load(tmp_path / "c.npz") as stored:
        names = sorted(stored.files)
    assert names == ["epochs", "judged", "losses", "policy", "run", "variable_0000", "variable_0001"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", b"not an archive"])
def test_a_damaged_file_is_named(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "checkpoint.npz"
    file.write_bytes(content)
    with pytest.raises(JobError, match=r"checkpoint\.npz is damaged"):
        load_checkpoint(file, "run")
