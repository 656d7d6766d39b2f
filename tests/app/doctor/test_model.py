import shutil
from pathlib import Path

import pytest

from app.doctor.finding import Status
from app.doctor.model import GOAL_MS, check_model, to_findings
from app.system.subprocess_probe import ProbeResult
from model.runtime.bundle import HEAD, SHIPPED_BUNDLE
from model.runtime.model_card import decode_card

NAME = "20260101-120000-Ann q"


@pytest.mark.slow
def test_the_shipped_model_is_loaded_and_timed(tmp_path: Path) -> None:
    model, speed = check_model(tmp_path / "models")
    card = decode_card((SHIPPED_BUNDLE / "card.json").read_bytes())
    assert model.status is Status.OK
    assert card.digest[:12] in model.sentence
    assert f"above {card.detection_threshold:.3f}" in model.sentence
    assert speed.status in (Status.OK, Status.WARNING)
    assert " ms to find the face; " in speed.sentence


@pytest.mark.slow
@pytest.mark.parametrize("damage", ["edited", "gone"])
def test_a_broken_model_is_a_failure_without_its_name(tmp_path: Path, damage: str) -> None:
    models = tmp_path / "models"
    if damage == "edited":
        shutil.copytree(SHIPPED_BUNDLE, models / NAME)
        (models / NAME / HEAD).write_text("{}")
    models.mkdir(exist_ok=True)
    (models / "current").write_text(NAME)
    (found,) = check_model(models)
    assert found.status is Status.FAILED
    assert "cannot be loaded" in found.sentence
    assert "models --use shipped" in found.next_step
    assert "Ann" not in found.sentence


ANSWER = {
    "shipped": True,
    "refused": "",
    "digest": "a" * 64,
    "created": "2026-01-01T00:00:00Z",
    "detection_threshold": 0.9,
    "find_ms": 10.0,
    "judge_ms": GOAL_MS,
    "faces": 9,
    "pictures": 9,
}
SPEEDS = {
    "fast enough": ({}, Status.OK, "fast enough for 30 frames"),
    "too slow": ({"judge_ms": 100.0}, Status.WARNING, "10 of 30 frames per second"),
    "blind": ({"faces": 3}, Status.FAILED, "in only 3 of 9"),
}


@pytest.mark.parametrize(("changes", "status", "words"), SPEEDS.values(), ids=SPEEDS)
def test_the_speed_is_compared_with_the_goal(changes: dict, status: Status, words: str) -> None:
    _, speed = to_findings(ProbeResult({**ANSWER, **changes}))
    assert speed.status is status
    assert words in speed.sentence


def test_an_unsupported_processor_is_reported() -> None:
    (found,) = to_findings(ProbeResult(None, "It crashed (signal 4)."))
    assert (found.status, found.sentence) == (
        Status.FAILED,
        "No face can be verified. It crashed (signal 4).",
    )
