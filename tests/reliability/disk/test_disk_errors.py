"""A disk that is full, or may not be written: what is told, with which exit code, and what stays."""

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
from app.system.log_setup import log_to
from tests.reliability.disk.data_folder import CHECKPOINT, Room, furnish
from tests.reliability.disk.faulty_disks import TROUBLES, NotHereError, full, troubled
from tests.reliability.disk.write_attempts import ATTEMPTS
from tests.support.fakes import tree
from training.optimization.checkpoint import load_checkpoint

pytestmark = pytest.mark.slow

NEXT_STEP = ("Free some space", "See that the folder may be written")


@dataclass(frozen=True, slots=True)
class Refused:
    """``words``: what the system says; ``said``: exit code and words of each attempt."""

    words: str
    said: dict[str, tuple[int | None, str]]
    before: dict[str, bytes]
    after: dict[str, bytes]


@pytest.fixture(scope="module", params=TROUBLES)
def refused(request: pytest.FixtureRequest) -> Iterator[Refused]:
    """Everything was tried while the disk refused, which it does no more."""
    with ExitStack() as stack:
        try:
            disk = stack.enter_context(troubled(request.param))
        except NotHereError as error:
            pytest.skip(str(error))
        room = Room(disk.folder)
        furnish(room)
        before = told_of(room)
        disk.begin()
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
            disk.end()
        said = {name: (code, words) for name, code, words in map(json.loads, done.stdout.splitlines())}
        assert said.keys() == ATTEMPTS.keys(), done.stderr
        assert load_settings(Paths(room.data).settings).detection_threshold == 0.5
        assert load_checkpoint(room.data / "runs" / CHECKPOINT, "run").epochs == 1
        yield Refused(disk.words, said, before, told_of(room))


def told_of(room: Room) -> dict[str, bytes]:
    """What a user would miss: all but the log and the files that only keep others out."""
    files = tree(room.data).items()
    return {name: content for name, content in files if not name.startswith("logs/") and ".lock" not in name}


def test_each_says_why_and_what_to_do(refused: Refused) -> None:
    for name, (code, words) in refused.said.items():
        assert code in (None, Exit.COULD_NOT), (name, words)
        assert refused.words in words, (name, words)
        assert any(step in words for step in NEXT_STEP), (name, words)
        assert "Traceback" not in words, (name, words)


def test_what_was_there_is_there_unchanged_and_nothing_else(refused: Refused) -> None:
    assert refused.after.keys() == refused.before.keys()
    changed = [name for name in refused.before if refused.after[name] != refused.before[name]]
    assert changed == []


def test_a_full_disk_silences_the_log_until_there_is_room_again(
    root_as_before: None, capsys: pytest.CaptureFixture[str]
) -> None:
    with ExitStack() as stack:
        try:
            disk = stack.enter_context(full())
        except NotHereError as error:
            pytest.skip(str(error))
        log_to(disk.folder / "logs")
        disk.begin()
        for number in range(200):
            logging.getLogger("app").info("line %d of a log that has no room: %s", number, "x" * 100)
        disk.end()
        logging.getLogger("app").info("there is room again")
        assert "there is room again" in (disk.folder / "logs" / "sameface.log").read_text()
        log_to(disk.folder / "elsewhere")
    assert capsys.readouterr().err == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_an_answer_that_cannot_be_written_is_none(tmp_path: Path, unbuffered: str) -> None:
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
