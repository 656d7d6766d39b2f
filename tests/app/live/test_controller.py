"""What the window works with, without the window."""

import shutil
from pathlib import Path

import pytest

from app.camera.demo.camera import DemoCamera
from app.live.controller import Context
from app.live.engine import Phase
from app.storage.paths import Paths
from app.storage.settings import Settings, load_settings
from app.storage.thresholds import NOTHING_PASSES
from model.runtime.bundle import HEAD, SHIPPED_BUNDLE
from model.verification.decision import Reason
from model.verification.matcher import EMBEDDING_BATCH
from model.verification.security_levels import Level
from model.verification.session import FrameReport
from model.vision.alignment import align
from tests.support.portraits import COLLINS
from tests.support.waiting import wait_until


@pytest.fixture
def context(tmp_path: Path):
    context = Context(Paths(tmp_path), Settings(person="eileen"))
    yield context
    context.engine.stop()


def judged(context: Context) -> FrameReport:
    """The first report after this."""
    wait_until(lambda: isinstance(context.engine.reports.peek(), FrameReport))
    return context.engine.reports.peek()


def demo_crop(context: Context):
    with DemoCamera.from_spec("demo") as camera:
        image = camera.read().image
    return align(image, context.finder.find(image)[0].landmarks)


def test_before_it_is_loaded_nothing_is_judged_and_nothing_would_pass(context: Context) -> None:
    assert not context.ready
    assert context.thresholds == NOTHING_PASSES
    assert context.judge_collection() is None
    context.judge_verification()
    context.engine.open("demo")
    wait_until(lambda: context.engine.frames.peek() is not None)
    assert context.engine.reports.peek() is None


def test_whoever_is_enrolled_is_verified_live(context: Context) -> None:
    context.load()
    assert (context.ready, context.failure) == (True, None)
    context.judge_verification()
    context.engine.open("demo")
    assert judged(context).decision.reason is Reason.NO_REFERENCES
    context.enrol([demo_crop(context)])
    assert judged(context).decision.verified
    context.use_person("grace")
    assert judged(context).decision.reason is Reason.NO_REFERENCES


def test_thresholds_act_at_once_are_kept_and_can_be_reset(context: Context, tmp_path: Path) -> None:
    context.load()
    context.enrol([demo_crop(context)])
    context.judge_verification()
    context.engine.open("demo")
    models = context.thresholds
    context.set_thresholds(detection_threshold=1.0)
    wait_until(lambda: judged(context).decision.reason is Reason.TOO_FEW_MATCHES)
    assert load_settings(tmp_path / "settings.json").detection_threshold == 1.0
    context.reset_thresholds()
    assert context.thresholds == models
    assert load_settings(tmp_path / "settings.json").detection_threshold is None


def test_a_level_replaces_the_threshold_that_was_set(context: Context, tmp_path: Path) -> None:
    context.load()
    models = context.thresholds
    context.set_thresholds(detection_threshold=1.0, verification_threshold=0.25)
    context.use_level(Level.CONVENIENT)
    assert context.thresholds.detection < models.detection
    assert context.thresholds.verification == 0.25
    stored = load_settings(tmp_path / "settings.json")
    assert (stored.level, stored.detection_threshold) == (Level.CONVENIENT, None)
    context.reset_thresholds()
    assert context.thresholds == models


def test_a_damaged_model_is_told_and_nothing_is_judged(context: Context, tmp_path: Path) -> None:
    shutil.copytree(SHIPPED_BUNDLE, tmp_path / "models" / "mine")
    (tmp_path / "models" / "current").write_text("mine")
    (tmp_path / "models" / "mine" / HEAD).write_bytes(b"{}")
    context.load()
    assert not context.ready
    assert "refused" in context.failure
    context.judge_verification()
    context.engine.open("demo")
    wait_until(
        lambda: context.engine.state.phase is Phase.RUNNING and context.engine.frames.peek() is not None
    )
    assert context.engine.reports.peek() is None
    context.models.use("shipped")
    context.use_newest_model()
    assert (context.ready, context.failure) == (True, None)


def test_a_damaged_reference_is_told_and_nothing_is_judged(context: Context, tmp_path: Path) -> None:
    context.load()
    context.enrol([demo_crop(context)])
    (reference,) = context.references.paths("eileen")
    reference.write_bytes(COLLINS.path.read_bytes()[:100])
    with pytest.raises(ValueError, match="not a picture"):
        context.judge_verification()
    context.engine.open("demo")
    wait_until(lambda: context.engine.frames.peek() is not None)
    assert context.engine.reports.peek() is None


def test_a_new_model_is_used_by_what_is_judging(context: Context) -> None:
    context.load()
    context.enrol([demo_crop(context)])
    context.judge_verification()
    context.engine.open("demo")
    before = judged(context)
    context.use_newest_model()
    assert judged(context) is not before
    assert judged(context).decision.verified


def test_many_new_references_are_learned_between_frames_and_known_the_next_time(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.live.controller.PATIENCE_S", 0.0)
    context.load()
    context.enrol([demo_crop(context)] * (4 * EMBEDDING_BATCH))
    context.judge_verification()
    context.engine.open("demo")
    assert judged(context).decision.reason is Reason.EMBEDDING_REFERENCES
    wait_until(lambda: judged(context).decision.verified)
    context.judge_verification()
    assert judged(context).decision.verified
    assert context.references.load("eileen", context.bundle.network_digest).crops == []


def test_references_that_were_cleared_are_not_remembered(context: Context, tmp_path: Path) -> None:
    context.load()
    context.enrol([demo_crop(context)])
    context.judge_verification()
    context.engine.open("demo")
    assert judged(context).decision.verified
    context.references.clear("eileen")
    context.judge_verification()
    assert judged(context).decision.reason is Reason.NO_REFERENCES
    assert list((tmp_path / "people" / "eileen" / "verification_images").iterdir()) == []
