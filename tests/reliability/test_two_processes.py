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
def waiting_process(script: str, folder: Path):
    """A process that runs ``script`` after a line on its standard input. It is killed in the end."""
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


def run_together(folder: Path, *scripts: str) -> list[list[str]]:
    """Run both scripts at the same time. The output words of each."""
    with waiting_process(scripts[0], folder) as one, waiting_process(scripts[1], folder) as other:
        for process in (one, other):
            process.stdin.write("go\n")
            process.stdin.flush()
        return [_output_of(process) for process in (one, other)]


def _output_of(process: subprocess.Popen[str]) -> list[str]:
    output, errors = process.communicate()
    assert process.returncode == 0, errors
    return output.split()


def test_two_processes_that_collect_for_one_person_keep_every_crop(tmp_path: Path) -> None:
    collect = """
store = CropStore(folder)
for number in range(40):
    say(store.save("ada", CropKind.ANCHOR, crop).name)
    CropStore(folder)
"""
    one, other = run_together(tmp_path, collect, collect)
    store = CropStore(tmp_path)
    paths = store.paths("ada", CropKind.ANCHOR)
    assert {path.name for path in paths} == {*one, *other}
    assert len(paths) == 80
    assert all(read_image_file(path).shape == (100, 100, 3) for path in paths)


def test_deleting_a_person_while_crops_are_saved_keeps_only_later_crops(tmp_path: Path) -> None:
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
    saved, _ = run_together(tmp_path, save, delete)
    assert len(saved) >= 200
    store = CropStore(tmp_path)
    left = store.paths("ada", CropKind.ANCHOR)
    assert {path.name for path in left} <= {*saved}
    assert all(read_image_file(path).shape == (100, 100, 3) for path in left)
    assert store.count("bob", CropKind.ANCHOR) == 1
    assert {path.name for path in tmp_path.iterdir()} <= {"ada", "bob"}


def test_counting_crops_while_a_person_is_deleted_never_fails(tmp_path: Path) -> None:
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
    _, seen = run_together(tmp_path, come_and_go, look)
    assert len(seen) >= 100
    assert {*seen} <= {"0", "1"}


def test_a_killed_deletion_of_a_person_is_completed_at_the_next_start(tmp_path: Path) -> None:
    CropStore(tmp_path).save("ada", CropKind.ANCHOR, np.zeros((100, 100, 3), np.uint8))
    delete_and_die = """
import shutil
shutil.rmtree = lambda folder: os._exit(9)
CropStore(folder).delete_person("ada")
"""
    with waiting_process(delete_and_die, tmp_path) as process:
        process.communicate("go\n")
    assert process.returncode == 9
    assert len(list(tmp_path.iterdir())) == 1
    assert CropStore(tmp_path).people() == []
    assert list(tmp_path.iterdir()) == []


def test_two_processes_that_change_different_settings_keep_both(tmp_path: Path) -> None:
    change = "\nfor number in range(25):\n    change_settings(folder / 'settings.json', {}=str(number))\n"
    run_together(tmp_path, change.format("camera"), change.format("person"))
    settings = load_settings(tmp_path / "settings.json")
    assert (settings.camera, settings.person) == ("24", "24")


def test_two_processes_that_swap_models_leave_a_whole_model_in_use(tmp_path: Path) -> None:
    for name in ("one", "two"):
        shutil.copytree(SHIPPED_BUNDLE, tmp_path / name)
    swap = """
store = ModelStore(folder)
for number in range(4):
    store.use(("one", "two")[(number + {}) % 2])
"""
    run_together(tmp_path, swap.format(0), swap.format(1))
    store = ModelStore(tmp_path)
    assert {store.current, store.previous} <= {"one", "two"}
    assert store.load_current().folder.name == store.current


HOLD = """
from app.storage.file_lock import exclusive_lock
with exclusive_lock(folder / ".training.lock", "held"):
    say("held")
    sys.stdin.readline()
"""


def test_a_lock_is_released_when_its_process_is_killed(tmp_path: Path) -> None:
    with waiting_process(HOLD, tmp_path) as holder:
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
def restored_sigint_handler():
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


def test_a_second_training_is_refused_and_changes_no_file(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    restored_sigint_handler: None,
) -> None:
    monkeypatch.setattr("app.commands.train.PATIENCE_S", 0.0)
    runs = Paths(tmp_path).runs
    runs.mkdir()
    with waiting_process(HOLD, runs) as holder:
        holder.stdin.write("go\n")
        holder.stdin.flush()
        assert holder.stdout.readline() == "held\n"
        assert main(["train", "--data", str(tmp_path)]) == Exit.COULD_NOT
    words = f"Another training is running in {runs}. Wait for it or stop it, then train again."
    assert words in capsys.readouterr().err
    assert [path.name for path in runs.iterdir()] == [LOCK]


def test_two_processes_that_score_into_one_file_do_not_damage_it(tmp_path: Path) -> None:
    faces = (str(COLLINS.path), str(HOPPER.path))
    pairs = write_list(tmp_path / "pairs.csv", [(faces[0], faces[1])] * 3000)
    command = [sys.executable, str(PROJECT / "main.py"), "score", "--pairs", str(pairs.file)]
    command += ["--out", str(tmp_path / "scores.csv"), "--data", str(tmp_path)]
    both = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    ended = [(process.communicate()[1], process.returncode) for process in both]
    errors_shown = [output for output, code in ended if code != Exit.DONE]
    assert all("Another process is writing scores to" in output for output in errors_shown)
    assert len(errors_shown) < 2
    rows = read_rows(tmp_path / "scores.csv")
    assert len(rows) == 3000
    assert {row["status"] for row in rows} == {"ok"}
