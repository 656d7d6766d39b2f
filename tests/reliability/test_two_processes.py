"""Two processes over one data folder."""

import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from app.cli import main
from app.commands.train import LOCK
from app.storage.crop_store import CropKind, CropStore
from app.storage.file_lock import BusyError, exclusive_lock
from app.storage.model_store import ModelStore
from app.storage.paths import PROJECT, Paths
from app.storage.settings import load_settings
from app.system.exit_codes import Exit
from model.runtime.bundle import SHIPPED_BUNDLE
from model.vision.image_file import read_image_file
from tests.app.scoring.synthetic_pairs import read_rows, write_list
from tests.support.portraits import COLLINS, HOPPER

pytestmark = pytest.mark.slow

PRELUDE = """
import os, sys
from pathlib import Path
import numpy as np
from app.cli import main
from app.storage.crop_store import CropKind, CropStore
from app.storage.model_store import ModelStore
from app.storage.settings import change_settings
from tests.support.waiting import wait_until
folder = Path(sys.argv[1])
crop = np.random.default_rng(os.getpid()).integers(0, 256, (100, 100, 3)).astype(np.uint8)
def say(what):
    os.write(1, f"{what}\\n".encode())
say("ready")
sys.stdin.readline()
"""


@contextmanager
def begun(script: str, folder: Path):
    """A process that waits for a line, then does ``script``; killed in the end."""
    process = subprocess.Popen(
        [sys.executable, "-c", PRELUDE + script, str(folder)],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout.readline() == "ready\n", process.stderr.read()
        yield process
    finally:
        process.kill()
        process.communicate()


def at_once(folder: Path, *scripts: str) -> list[list[str]]:
    """What each process said; both worked at the same time, and to their end."""
    with begun(scripts[0], folder) as one, begun(scripts[1], folder) as other:
        for process in (one, other):
            process.stdin.write("go\n")
            process.stdin.flush()
        return [_said(process) for process in (one, other)]


def _said(process: subprocess.Popen[str]) -> list[str]:
    said, complaint = process.communicate()
    assert process.returncode == 0, complaint
    return said.split()


def test_two_who_collect_for_one_person_lose_nothing(tmp_path: Path) -> None:
    collect = """
store = CropStore(folder)
for number in range(40):
    say(store.save("ada", CropKind.ANCHOR, crop).name)
    CropStore(folder)
"""
    one, other = at_once(tmp_path, collect, collect)
    store = CropStore(tmp_path)
    paths = store.paths("ada", CropKind.ANCHOR)
    assert {path.name for path in paths} == {*one, *other}
    assert len(paths) == 80
    assert all(read_image_file(path).shape == (100, 100, 3) for path in paths)


def test_who_is_deleted_while_crops_are_saved_is_deleted_and_what_comes_later_is_kept(tmp_path: Path) -> None:
    save = """
store = CropStore(folder)
while not (folder / "bob").exists():
    say(store.save("ada", CropKind.ANCHOR, crop).name)
"""
    delete = """
store = CropStore(folder)
for number in range(100):
    wait_until(lambda: store.count("ada", CropKind.ANCHOR) > 1, deadline_s=60)
    store.delete_person("ada")
store.save("bob", CropKind.ANCHOR, crop)
"""
    saved, _ = at_once(tmp_path, save, delete)
    assert len(saved) >= 200
    store = CropStore(tmp_path)
    left = store.paths("ada", CropKind.ANCHOR)
    assert {path.name for path in left} <= {*saved}
    assert all(read_image_file(path).shape == (100, 100, 3) for path in left)
    assert store.count("bob", CropKind.ANCHOR) == 1
    assert {path.name for path in tmp_path.iterdir()} <= {"ada", "bob"}


def test_who_looks_while_somebody_is_deleted_sees_who_is_there(tmp_path: Path) -> None:
    come_and_go = """
store = CropStore(folder)
for number in range(500):
    store.save("ada", CropKind.ANCHOR, crop)
    store.delete_person("ada")
store.save("bob", CropKind.ANCHOR, crop)
"""
    look = """
while not (folder / "bob").exists():
    say(CropStore(folder).counts("ada").anchor)
"""
    _, seen = at_once(tmp_path, come_and_go, look)
    assert len(seen) >= 100
    assert {*seen} <= {"0", "1"}


def test_what_a_killed_process_left_of_a_deleted_person_goes_at_the_next_start(tmp_path: Path) -> None:
    CropStore(tmp_path).save("ada", CropKind.ANCHOR, np.zeros((100, 100, 3), np.uint8))
    delete_and_die = """
import shutil
shutil.rmtree = lambda folder: os._exit(9)
CropStore(folder).delete_person("ada")
"""
    with begun(delete_and_die, tmp_path) as process:
        process.communicate("go\n")
    assert process.returncode == 9
    assert len(list(tmp_path.iterdir())) == 1
    assert CropStore(tmp_path).people() == []
    assert list(tmp_path.iterdir()) == []


def test_two_who_change_settings_change_their_own(tmp_path: Path) -> None:
    change = "\nfor number in range(25):\n    change_settings(folder / 'settings.json', {}=str(number))\n"
    at_once(tmp_path, change.format("camera"), change.format("person"))
    settings = load_settings(tmp_path / "settings.json")
    assert (settings.camera, settings.person) == ("24", "24")


def test_two_who_swap_models_leave_one_of_theirs_in_use(tmp_path: Path) -> None:
    for name in ("one", "two"):
        shutil.copytree(SHIPPED_BUNDLE, tmp_path / name)
    swap = """
store = ModelStore(folder)
for number in range(4):
    store.use(("one", "two")[(number + {}) % 2])
"""
    at_once(tmp_path, swap.format(0), swap.format(1))
    store = ModelStore(tmp_path)
    assert {store.current, store.previous} <= {"one", "two"}
    assert store.load_current().folder.name == store.current


HOLD = """
from app.storage.file_lock import exclusive_lock
with exclusive_lock(folder / ".training.lock", "held"):
    say("held")
    sys.stdin.readline()
"""


def test_what_is_held_is_free_again_when_its_holder_is_killed(tmp_path: Path) -> None:
    with begun(HOLD, tmp_path) as holder:
        holder.stdin.write("go\n")
        holder.stdin.flush()
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(BusyError, match="mine"), exclusive_lock(tmp_path / LOCK, "mine", wait_s=0.2):
            pass
        holder.kill()
        holder.wait()
        with exclusive_lock(tmp_path / LOCK, "mine"):
            pass


@pytest.fixture
def ctrl_c_as_before():
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


def test_a_second_training_is_refused_and_touches_nothing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    ctrl_c_as_before: None,
) -> None:
    monkeypatch.setattr("app.commands.train.PATIENCE_S", 0.0)
    runs = Paths(tmp_path).runs
    runs.mkdir()
    with begun(HOLD, runs) as holder:
        holder.stdin.write("go\n")
        holder.stdin.flush()
        assert holder.stdout.readline() == "held\n"
        assert main(["train", "--data", str(tmp_path)]) == Exit.COULD_NOT
    words = f"Another training is going on in {runs}. Let it end, or stop it; then train again."
    assert words in capsys.readouterr().err
    assert [path.name for path in runs.iterdir()] == [LOCK]


def test_two_who_score_into_one_file_at_once_do_not_spoil_it(tmp_path: Path) -> None:
    faces = (str(COLLINS.path), str(HOPPER.path))
    pairs = write_list(tmp_path / "pairs.csv", [(faces[0], faces[1])] * 3000)
    command = [sys.executable, str(PROJECT / "main.py"), "score", "--pairs", str(pairs.file)]
    command += ["--out", str(tmp_path / "scores.csv"), "--data", str(tmp_path)]
    both = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    ended = [(process.communicate()[1], process.returncode) for process in both]
    refused = [said for said, code in ended if code != Exit.DONE]
    assert all("Another process writes scores to" in said for said in refused)
    assert len(refused) < 2
    rows = read_rows(tmp_path / "scores.csv")
    assert len(rows) == 3000
    assert {row["status"] for row in rows} == {"ok"}
