"""The live app takes the packages of requirements-live.txt alone; the rest says what to install."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from app.live.training_process import JobPhase, TrainingJob
from app.storage.paths import PROJECT, Paths
from app.system.exit_codes import Exit
from tests.support.live_only import live_packages
from tests.support.portraits import COLLINS
from tests.support.waiting import DEADLINE_S

pytestmark = pytest.mark.slow

BEGIN = "import json, sys\nfrom tests.support.live_only import live_only\nrefused = live_only()\n"
MAIN = BEGIN + "from app.cli import main\nsys.exit(main(sys.argv[1:]))"
MAINS = BEGIN + (
    "from app.cli import main\n"
    "codes = [int(main(arguments)) for arguments in json.loads(sys.argv[1])]\n"
    "assert refused.isdisjoint(sys.modules), refused.intersection(sys.modules)\n"
    "print(codes)"
)


def run(code: str, *arguments: str, **options) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=100, **options)


def test_learning_libraries_are_not_among_the_live_packages() -> None:
    done = run(BEGIN + "print(*refused)")
    modules = {"tensorflow", "keras", "sklearn", "scipy", "matplotlib", "mtcnn", "pooch"}
    assert modules <= set(done.stdout.split()), done.stderr
    assert {"numpy", "kivy", "msgspec", "tqdm"} <= live_packages()


def test_every_command_of_the_live_app_works_with_the_live_packages(tmp_path: Path) -> None:
    references = tmp_path / "references"
    references.mkdir()
    (references / "collins.png").write_bytes(COLLINS.path.read_bytes())
    (tmp_path / "pairs.csv").write_text(f"left,right\n{COLLINS.path},{COLLINS.path}\n")
    commands = [
        ["verify", "--image", str(COLLINS.path), "--references", str(references)],
        ["verify", "--camera", "demo", "--references", str(references)],
        ["collect", "--camera", "demo:both", "--anchors", "1"],
        ["enrol"],
        ["models"],
        ["score", "--pairs", str(tmp_path / "pairs.csv"), "--out", str(tmp_path / "scores.csv")],
    ]
    done = run(MAINS, json.dumps([[*command, "--data", str(tmp_path / "data")] for command in commands]))
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == str([0] * len(commands)), done.stderr


LEARNING = (
    ["train", "--lfw", "lfw"],
    ["evaluate", "--people", "."],
    ["show", "pairs"],
    ["show", "augment"],
    ["show", "architecture"],
    ["show", "embeddings"],
)


def test_learning_and_measuring_name_the_missing_packages(tmp_path: Path) -> None:
    done = run(MAINS, json.dumps([[*command, "--data", str(tmp_path)] for command in LEARNING]))
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == str([Exit.COULD_NOT.value] * len(LEARNING))
    sentences = done.stderr.strip().splitlines()
    assert len(sentences) == len(LEARNING), done.stderr
    for sentence in sentences:
        assert "Missing packages: tensorflow, keras, " in sentence
        assert sentence.endswith("Run: pip install -r requirements.txt")


def test_the_training_of_the_window_names_the_missing_packages(tmp_path: Path) -> None:
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(PROJECT)!r})\n{MAIN}"]
    job = TrainingJob([*command, "train", "--supervised", "--lfw", str(tmp_path)], Paths(tmp_path))
    state = job.wait(DEADLINE_S)
    assert state.phase is JobPhase.FAILED
    assert state.message.endswith("Run: pip install -r requirements.txt")


@pytest.mark.gui
def test_keys_reach_every_screen_with_the_live_packages_alone(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    code = BEGIN + (
        "from tests.app.gui.window_driver import main\n"
        "main('go_everywhere_by_keys', sys.argv[1], 'demo')\n"
        "assert refused.isdisjoint(sys.modules), refused.intersection(sys.modules)"
    )
    done = run(code, str(tmp_path), env=environment)
    assert done.returncode == 0, done.stderr
    notes = json.loads(done.stdout.splitlines()[-1])
    assert "error" not in notes
    assert (notes["exit_code"], notes["threads"]) == (0, [])
    assert notes["screens"] == ["collect", "people", "train", "evaluate", "verify"]
    assert notes["missing"].startswith("Collect anchors and positives first")
    assert not notes["can_start"]
