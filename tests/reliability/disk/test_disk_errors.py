"""A full or read-only disk: messages, exit codes and surviving files."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.storage.paths import PROJECT, Paths
from app.storage.settings import load_settings
from app.system.exit_codes import Exit
from app.system.log_setup import configure_logging
from tests.reliability.disk.data_folder import CHECKPOINT, TrialFolders, prepare
from tests.reliability.disk.faulty_disks import DISK_FAULTS, UnsupportedDiskError, faulty_disk, full_disk
from tests.reliability.disk.write_attempts import ATTEMPTS
from tests.support.fakes import tree
from training.optimization.checkpoint import load_checkpoint

pytestmark = pytest.mark.slow

NEXT_STEP = ("Free some disk space", "Check that you may write to the folder")


@dataclass(frozen=True, slots=True)
class FailedWrites:
    """``words``: the error text of the system; ``output``: exit code and output of each attempt."""

    words: str
    output: dict[str, tuple[int | None, str]]
    before: dict[str, bytes]
    after: dict[str, bytes]


@pytest.fixture(scope="module", params=DISK_FAULTS)
def failed_writes(request: pytest.FixtureRequest) -> Iterator[FailedWrites]:
    """The result of every attempt on a failing disk that works again."""
    with ExitStack() as stack:
        try:
            disk = stack.enter_context(faulty_disk(request.param))
        except UnsupportedDiskError as error:
            pytest.skip(str(error))
        folders = TrialFolders(disk.folder)
        prepare(folders)
        before = user_files(folders)
        disk.start_fault()
        try:
            done = subprocess.run(
                [sys.executable, "-m", "tests.reliability.disk.write_attempts", str(disk.folder)],
                cwd=PROJECT,
                capture_output=True,
                text=True,
                check=False,
                **disk.options,
            )
        finally:
            disk.end_fault()
        output = {name: (code, words) for name, code, words in map(json.loads, done.stdout.splitlines())}
        assert output.keys() == ATTEMPTS.keys(), done.stderr
        assert load_settings(Paths(folders.data).settings).detection_threshold == 0.5
        assert load_checkpoint(folders.data / "runs" / CHECKPOINT, "run").epochs == 1
        yield FailedWrites(disk.words, output, before, user_files(folders))


def user_files(folders: TrialFolders) -> dict[str, bytes]:
    """The files that a user would miss: all except logs and lock files."""
    files = tree(folders.data).items()
    return {name: content for name, content in files if not name.startswith("logs/") and ".lock" not in name}


def test_each_failed_write_names_its_cause_and_the_next_step(failed_writes: FailedWrites) -> None:
    for name, (code, words) in failed_writes.output.items():
        assert code in (None, Exit.COULD_NOT), (name, words)
        assert failed_writes.words in words, (name, words)
        assert any(step in words for step in NEXT_STEP), (name, words)
        assert "Traceback" not in words, (name, words)


def test_failed_writes_change_no_file(failed_writes: FailedWrites) -> None:
    assert failed_writes.after.keys() == failed_writes.before.keys()
    changed = [
        name for name in failed_writes.before if failed_writes.after[name] != failed_writes.before[name]
    ]
    assert changed == []


def test_the_log_resumes_when_a_full_disk_has_space_again(
    restored_root_logger: None, capsys: pytest.CaptureFixture[str]
) -> None:
    with ExitStack() as stack:
        try:
            disk = stack.enter_context(full_disk())
        except UnsupportedDiskError as error:
            pytest.skip(str(error))
        configure_logging(disk.folder / "logs")
        disk.start_fault()
        for number in range(200):
            logging.getLogger("app").info("line %d of a log that has no room: %s", number, "x" * 100)
        disk.end_fault()
        logging.getLogger("app").info("there is room again")
        assert "there is room again" in (disk.folder / "logs" / "sameface.log").read_text()
        configure_logging(disk.folder / "elsewhere")
    assert capsys.readouterr().err == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_an_answer_that_cannot_be_written_is_an_error(tmp_path: Path, unbuffered: str) -> None:
    given = [sys.executable, str(PROJECT / "main.py"), "models", "--data", str(tmp_path)]
    with Path("/dev/full").open("w") as full_device:
        done = subprocess.run(
            given,
            stdout=full_device,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        )
    assert done.returncode == Exit.COULD_NOT
    assert "No space left on device" in done.stderr
