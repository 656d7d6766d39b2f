"""The wall clock stands still, or is set back or forward by an hour, before and during each action."""

import json
import logging
import os
import time
from collections.abc import Callable
from datetime import datetime, tzinfo
from pathlib import Path

import numpy as np
import pytest

from app.cli import main
from app.presenters.train import model_title
from app.storage import dated_folder, jpeg_folder
from app.storage.crop_store import CropKind, CropStore
from app.storage.dated_folder import dated_folder as new_dated_folder
from app.storage.settings import change_settings, load_settings
from app.system import log_setup
from app.system.exit_codes import Exit
from app.system.log_setup import configure_logging
from model.storage.leftovers import LEFTOVER_AGE_S
from model.vision.image_file import read_image_file
from tests.support.portraits import COLLINS

HOUR_S = 3600.0
CROP = np.random.default_rng(0).integers(0, 256, (100, 100, 3)).astype(np.uint8)


class WallClock:
    """Shows the time that it is set to, and advances only on request."""

    def __init__(self) -> None:
        self.seconds = time.time()

    def jump(self, seconds: float) -> None:
        self.seconds += seconds

    def datetime(self) -> type[datetime]:
        clock = self

        class Shown(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> datetime:
                return datetime.fromtimestamp(clock.seconds, tz)

        return Shown


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> WallClock:
    shown = WallClock()
    monkeypatch.setattr(time, "time", lambda: shown.seconds)
    for module in (jpeg_folder, dated_folder):
        monkeypatch.setattr(module, "datetime", shown.datetime())
    return shown


JUMPS = {"still": 0.0, "back": -HOUR_S, "forward": HOUR_S}


@pytest.mark.parametrize("jump", JUMPS.values(), ids=JUMPS)
def test_names_stay_unique_and_nothing_confirmed_is_swept_away(
    tmp_path: Path, clock: WallClock, jump: float
) -> None:
    kept = []
    for _ in range(5):
        store = CropStore(tmp_path)
        kept += [store.save("ada", CropKind.ANCHOR, CROP) for _ in range(3)]
        clock.jump(jump)
    assert sorted(CropStore(tmp_path).paths("ada", CropKind.ANCHOR)) == sorted({*kept})
    assert len({*kept}) == 15


def test_a_picture_that_another_process_sweeps_while_it_is_written_is_kept(
    tmp_path: Path, clock: WallClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    CropStore(tmp_path).save("ada", CropKind.ANCHOR, CROP)
    clock.jump(HOUR_S)
    sync = os.fsync
    swept: list[CropStore] = []

    def sync_while_another_starts(descriptor: int) -> None:
        sync(descriptor)
        if not swept:
            swept.append(CropStore(tmp_path))

    monkeypatch.setattr(os, "fsync", sync_while_another_starts)
    path = CropStore(tmp_path).save("ada", CropKind.ANCHOR, CROP)
    assert swept
    assert read_image_file(path).shape == (100, 100, 3)


def test_what_a_killed_process_left_goes_when_the_clock_has_caught_up(
    tmp_path: Path, clock: WallClock
) -> None:
    folder = CropStore(tmp_path).save("ada", CropKind.ANCHOR, CROP).parent
    (folder / ".crop.jpg.abc.partial").write_bytes(b"half")
    clock.jump(-HOUR_S)
    assert CropStore(tmp_path).count("ada", CropKind.ANCHOR) == 1
    clock.jump(HOUR_S + LEFTOVER_AGE_S + 10)
    CropStore(tmp_path)
    assert not list(folder.glob(".*"))


def test_a_moment_that_comes_twice_gives_two_names(tmp_path: Path, clock: WallClock) -> None:
    made = []
    for _ in range(3):
        made.append(new_dated_folder(tmp_path, "ada"))
        made[-1].mkdir()
    clock.jump(HOUR_S)
    clock.jump(-HOUR_S)
    made.append(new_dated_folder(tmp_path, "ada"))
    assert len({*made}) == 4
    now = f"{datetime.fromtimestamp(clock.seconds):%Y-%m-%d, %H}"
    assert model_title(made[0].name).startswith(f"ada, {now}")


def test_a_clock_jump_does_not_block_settings(tmp_path: Path, clock: WallClock) -> None:
    for number, jump in enumerate((0.0, -HOUR_S, HOUR_S, HOUR_S)):
        clock.jump(jump)
        change_settings(tmp_path / "settings.json", camera=str(number))
        assert load_settings(tmp_path / "settings.json").camera == str(number)


@pytest.mark.slow
@pytest.mark.parametrize("jump", [-HOUR_S, HOUR_S], ids=["back", "forward"])
def test_a_live_attempt_ends_after_its_own_time(
    tmp_path: Path,
    clock: WallClock,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    jump: float,
) -> None:
    def shown() -> float:
        clock.jump(jump)
        return clock.seconds

    monkeypatch.setattr(time, "time", shown)
    (tmp_path / "references").mkdir()
    (tmp_path / "references" / "1.png").write_bytes(COLLINS.path.read_bytes())
    given = ["--camera", "demo:none", "--timeout", "0.7", "--references", str(tmp_path / "references")]
    assert main(["verify", "--json", "--data", str(tmp_path / "data"), *given]) == Exit.COULD_NOT
    assert json.loads(capsys.readouterr().out)["frames_judged"] > 3


def test_logging_continues(
    tmp_path: Path,
    clock: WallClock,
    monkeypatch: pytest.MonkeyPatch,
    restored_root_logger: Callable[[], None],
) -> None:
    monkeypatch.setattr(log_setup, "LOG_BYTES", 500)
    configure_logging(tmp_path)
    for number in range(30):
        clock.jump(HOUR_S if number % 2 else -HOUR_S)
        logging.getLogger("app").info("line %d", number)
    assert (tmp_path / "sameface.log").read_text().endswith("line 29\n")
    assert (tmp_path / "sameface.log.1").exists()
