"""The folder without Python, in a root that has the system's libraries and neither Python nor a shell."""

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.live.startup_log import FIRST_PICTURE
from app.system.exit_codes import Exit
from app.system.requirements import LIVE, requirements
from tests.support.portraits import COLLINS, HOPPER, write_portrait_video
from tests.support.waiting import wait_until

VARIABLE = "SAMEFACE_FOLDER"
MAX_BYTES = 250_000_000
LONG_S = 120.0
"""A busy machine shows the window late; the test asks whether, not when."""
BARE_ROOT = Path(__file__).with_name("bare_root.sh")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not sys.platform.startswith("linux"), reason="The bare root is made with Linux tools."
    ),
    pytest.mark.skipif(
        VARIABLE not in os.environ,
        reason=f"Build the folder for minutes: python -m app.packaging, then set {VARIABLE} to it.",
    ),
]


@pytest.fixture
def folder() -> Path:
    return Path(os.environ[VARIABLE])


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """What is at /home in the bare root."""
    (tmp_path / "references").mkdir()
    shutil.copy(COLLINS.path, tmp_path / "references" / "collins.png")
    shutil.copy(HOPPER.path, tmp_path / "hopper.jpg")
    return tmp_path


def run(folder: Path, home: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [str(BARE_ROOT), str(folder), str(home), *arguments]
    environment = {"PATH": os.environ["PATH"] + ":/usr/sbin", **variables}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=200)


def test_it_is_small(folder: Path) -> None:
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    assert sum(path.stat().st_size for path in files) <= MAX_BYTES


def test_every_licence_is_inside(folder: Path) -> None:
    text = (folder / "LICENSES.txt").read_text(encoding="utf-8")
    assert all(f"\n{one.package} {one.version}: " in text for one in requirements(LIVE))
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in text


def test_no_encoder_under_the_gpl_is_inside(folder: Path) -> None:
    encoders = [path for path in folder.rglob("libx26[45]*") if not path.is_symlink()]
    assert max(path.stat().st_size for path in encoders) < 100_000


def test_doctor_finds_nothing_missing(folder: Path, home: Path) -> None:
    done = run(folder, home, "doctor", "--camera", "demo", "--json")
    findings = {finding["topic"]: finding for finding in json.loads(done.stdout)["findings"]}
    assert findings["Sameface"]["sentence"].endswith("the program with its own Python.")
    assert {findings[topic]["status"] for topic in ("Python", "packages", "settings", "data", "model")} == {
        "ok"
    }


def test_it_verifies_photographs_and_recordings(folder: Path, home: Path) -> None:
    references = ["--references", "/home/references"]
    same = run(folder, home, "verify", "--image", "/home/references/collins.png", *references)
    assert same.returncode == Exit.VERIFIED, same.stderr
    other = run(folder, home, "verify", "--image", "/home/hopper.jpg", *references)
    assert other.returncode == Exit.NOT_VERIFIED, other.stderr
    write_portrait_video(home / "collins.mp4", COLLINS, seconds=2)
    live = run(folder, home, "verify", "--camera", "/home/collins.mp4", *references, "--json")
    assert json.loads(live.stdout)["frames_judged"] > 0, live.stderr


def test_worker_processes_score(folder: Path, home: Path) -> None:
    (home / "pairs.csv").write_text("left,right\nreferences/collins.png,hopper.jpg\n")
    done = run(folder, home, "score", "--pairs", "/home/pairs.csv", "--out", "/home/scores.csv")
    assert done.returncode == Exit.DONE, done.stderr
    (row,) = csv.DictReader((home / "scores.csv").open())
    assert row["status"] == "ok"


def test_training_says_what_to_install(folder: Path, home: Path) -> None:
    done = run(folder, home, "train", "--lfw", "/home")
    assert done.returncode == Exit.COULD_NOT
    assert "docs/guide/install.md" in done.stderr


@pytest.mark.gui
def test_the_window_draws(folder: Path, home: Path, environment: dict[str, str]) -> None:
    command = [str(BARE_ROOT), str(folder), str(home), "demo"]
    with subprocess.Popen(command, env={**environment, "PATH": os.environ["PATH"] + ":/usr/sbin"}) as window:
        log = home / ".local" / "share" / "sameface" / "logs" / "sameface.log"
        try:
            wait_until(lambda: log.exists() and FIRST_PICTURE in log.read_text(encoding="utf-8"), LONG_S)
        finally:
            window.terminate()
