"""Processes killed in the middle of everything; ``tests.reliability.fault_trials`` kills many more."""

from pathlib import Path

import numpy as np
import pytest

from tests.reliability.fault_trials.layout import PERSON
from tests.reliability.fault_trials.process_killer import Told, killed
from tests.reliability.fault_trials.trials import KINDS, Changed, Enrolled, Swapped

pytestmark = pytest.mark.slow

KILLS = 2


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_what_was_confirmed_is_whole_after_a_kill(kind: type, tmp_path: Path) -> None:
    store, rng = kind(tmp_path), np.random.default_rng()
    for _ in range(KILLS):
        assert store.faults(killed(store.kind, tmp_path, store.written, rng)) == []


def test_a_torn_or_lost_picture_would_be_noticed(tmp_path: Path) -> None:
    store = Enrolled(tmp_path)
    told = killed(store.kind, tmp_path, store.written, np.random.default_rng(0))
    assert store.faults(Told(("gone.jpg",), None)) == ["gone.jpg is lost"]
    (tmp_path / "people" / PERSON / "verification_images" / "torn.jpg").write_bytes(b"\xff\xd8\xff")
    assert "torn.jpg" in "".join(Enrolled(tmp_path).faults(told))


def test_torn_pointers_and_settings_would_be_noticed(tmp_path: Path) -> None:
    swapped, changed = Swapped(tmp_path), Changed(tmp_path)
    assert swapped.faults(Told((), "one")) == []
    assert swapped.faults(Told((), "two")) == []
    (tmp_path / "models" / "current").write_text("two\ntwo\n")
    assert "two after two is in use" in "".join(swapped.faults(Told((), "one")))
    (tmp_path / "settings.json").write_text('{"camera": "7", "lfw_folder": "6 "}')
    assert changed.faults(Told(("7",), None)) == ["the settings are of two changes"]
    assert "number 7; 3 was confirmed" in "".join(changed.faults(Told(("3",), "4")))
    (tmp_path / "settings.json").write_text('{"camera"')
    assert "cannot be read" in "".join(changed.faults(Told((), None)))


def test_a_process_that_ends_by_itself_is_no_kill(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="said: nobody home"):
        killed("", tmp_path, tmp_path, np.random.default_rng(0), ("-c", "raise SystemExit('nobody home')"))
