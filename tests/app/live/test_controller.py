"""What the window works with, without the window."""

import shutil
from pathlib import Path

import pytest

from app.audit.entry import AuditEvent
from app.camera.demo.camera import DemoCamera
from app.live.controller import AppController
from app.live.engine import Phase
from app.storage.errors import StoreError
from app.storage.paths import Paths
from app.storage.settings import Settings, load_settings
from app.storage.thresholds import MODEL_THRESHOLDS, NOTHING_PASSES, level_settings
from model.runtime.bundle import HEAD, SHIPPED_BUNDLE
from model.storage.encrypted_file import is_encrypted
from model.verification.attempt import Ending
from model.verification.decision import Reason
from model.verification.matcher import EMBEDDING_BATCH
from model.verification.security_levels import Level
from model.verification.session import FrameReport
from model.vision.alignment import align
from model.vision.image_file import read_image_file
from tests.support.fake_keyring import FakeKeyring
from tests.support.portraits import COLLINS
from tests.support.waiting import wait_until


@pytest.fixture
def controller(tmp_path: Path):
    controller = AppController(Paths(tmp_path), Settings(person="eileen"))
    yield controller
    controller.engine.stop()


def judged(controller: AppController) -> FrameReport:
    """The first report after this."""
    wait_until(lambda: controller.verification_reports.peek() is not None)
    return controller.verification_reports.peek()


def demo_crop(controller: AppController):
    with DemoCamera.from_spec("demo") as camera:
        image = camera.read().image
    return align(image, controller.finder.find(image)[0].landmarks)


def test_before_it_is_loaded_nothing_is_judged_and_nothing_would_pass(controller: AppController) -> None:
    assert not controller.ready
    assert controller.thresholds == NOTHING_PASSES
    assert controller.judge_collection() is None
    controller.judge_verification()
    controller.engine.open("demo")
    wait_until(lambda: controller.engine.frames.peek() is not None)
    assert controller.engine.judge_rate == 0


def test_an_enrolled_person_is_verified_live(controller: AppController) -> None:
    controller.load()
    assert (controller.ready, controller.failure) == (True, None)
    controller.judge_verification()
    controller.engine.open("demo")
    assert judged(controller).decision.reason is Reason.NO_REFERENCES
    controller.enrol([demo_crop(controller)])
    wait_until(lambda: judged(controller).decision.verified)
    controller.use_person("grace")
    assert controller.verification_reports.peek() is None
    controller.judge_verification()
    assert judged(controller).decision.reason is Reason.NO_REFERENCES


def test_thresholds_act_at_once_are_kept_and_can_be_reset(controller: AppController, tmp_path: Path) -> None:
    controller.load()
    controller.enrol([demo_crop(controller)])
    controller.judge_verification()
    controller.engine.open("demo")
    models = controller.thresholds
    controller.set_thresholds(detection_threshold=1.0)
    wait_until(lambda: judged(controller).decision.reason is Reason.TOO_FEW_MATCHES)
    assert load_settings(tmp_path / "settings.json").detection_threshold == 1.0
    controller.set_thresholds(**MODEL_THRESHOLDS)
    assert controller.thresholds == models
    assert load_settings(tmp_path / "settings.json").detection_threshold is None


def test_a_level_replaces_the_threshold_that_was_set(controller: AppController, tmp_path: Path) -> None:
    controller.load()
    models = controller.thresholds
    controller.set_thresholds(detection_threshold=1.0, verification_threshold=0.25)
    controller.set_thresholds(**level_settings(Level.CONVENIENT))
    assert controller.thresholds.detection < models.detection
    assert controller.thresholds.verification == 0.25
    stored = load_settings(tmp_path / "settings.json")
    assert (stored.level, stored.detection_threshold) == (Level.CONVENIENT, None)
    controller.set_thresholds(**MODEL_THRESHOLDS)
    assert controller.thresholds == models


def test_with_a_damaged_model_nothing_is_judged(controller: AppController, tmp_path: Path) -> None:
    shutil.copytree(SHIPPED_BUNDLE, tmp_path / "models" / "mine")
    (tmp_path / "models" / "current").write_text("mine")
    (tmp_path / "models" / "mine" / HEAD).write_bytes(b"{}")
    controller.load()
    assert not controller.ready
    assert "refused" in controller.failure
    controller.judge_verification()
    controller.engine.open("demo")
    wait_until(
        lambda: controller.engine.state.phase is Phase.RUNNING and controller.engine.frames.peek() is not None
    )
    assert controller.engine.judge_rate == 0
    controller.models.use("shipped")
    controller.use_newest_model()
    assert (controller.ready, controller.failure) == (True, None)


def test_with_a_damaged_reference_nothing_is_judged(controller: AppController, tmp_path: Path) -> None:
    controller.load()
    controller.enrol([demo_crop(controller)])
    (reference,) = controller.references.paths("eileen")
    reference.write_bytes(COLLINS.path.read_bytes()[:100])
    with pytest.raises(ValueError, match="or damaged"):
        controller.judge_verification()
    controller.engine.open("demo")
    wait_until(lambda: controller.engine.frames.peek() is not None)
    assert controller.engine.judge_rate == 0


def test_a_new_model_is_used_by_what_is_judging(controller: AppController) -> None:
    controller.load()
    controller.enrol([demo_crop(controller)])
    controller.judge_verification()
    controller.engine.open("demo")
    before = judged(controller)
    controller.use_newest_model()
    assert judged(controller) is not before
    assert judged(controller).decision.verified


@pytest.mark.slow
def test_new_references_are_embedded_between_frames_and_cached(
    controller: AppController, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.live.controller.EMBEDDING_BUDGET_S", 0.0)
    controller.load()
    controller.change(keep_reference_pictures=True)
    controller.enrol([demo_crop(controller)] * (4 * EMBEDDING_BATCH))
    controller.judge_verification()
    controller.engine.open("demo")
    assert judged(controller).decision.reason is Reason.EMBEDDING_REFERENCES
    wait_until(lambda: judged(controller).decision.verified)
    wait_until(lambda: controller.references.load("eileen", controller.bundle.network_digest).crops == [])
    controller.judge_verification()
    assert judged(controller).decision.verified


def test_references_that_were_cleared_are_not_remembered(controller: AppController, tmp_path: Path) -> None:
    controller.load()
    controller.enrol([demo_crop(controller)])
    controller.judge_verification()
    controller.engine.open("demo")
    assert judged(controller).decision.verified
    controller.references.clear("eileen")
    controller.judge_verification()
    assert judged(controller).decision.reason is Reason.NO_REFERENCES
    wait_until(lambda: list((tmp_path / "people" / "eileen" / "verification_images").iterdir()) == [])


def test_a_person_who_is_deleted_meanwhile_is_no_longer_verified(
    controller: AppController, tmp_path: Path
) -> None:
    controller.load()
    controller.enrol([demo_crop(controller)])
    controller.judge_verification()
    controller.engine.open("demo")
    assert judged(controller).decision.verified
    before = controller.matcher
    controller.follow_changes()
    assert controller.matcher is before
    shutil.rmtree(tmp_path / "people" / "eileen")
    controller.follow_changes()
    wait_until(lambda: judged(controller).decision.reason is Reason.NO_REFERENCES)


def test_what_could_not_be_loaded_is_not_judged_by_another_attempt(controller: AppController) -> None:
    controller.load()
    controller.enrol([demo_crop(controller)])
    controller.judge_verification()
    (reference,) = controller.references.paths("eileen")
    reference.write_bytes(COLLINS.path.read_bytes()[:100])
    with pytest.raises(ValueError, match="or damaged"):
        controller.judge_verification()
    controller.engine.open("demo")
    controller.begin_attempt()
    wait_until(lambda: controller.engine.frames.peek() is not None)
    assert controller.verification_reports.peek() is None
    assert controller.matcher is None


def has_ended(controller: AppController) -> bool:
    return judged(controller).attempt.ending is not None


def refused_attempt(controller: AppController) -> FrameReport:
    """Of a stranger at the camera."""
    controller.load()
    controller.change(timeout_s=0.5, threads=1)
    image = read_image_file(COLLINS.path)
    controller.enrol([align(image, controller.finder.find(image)[0].landmarks)])
    controller.judge_verification()
    controller.engine.open("demo:grace")
    wait_until(lambda: has_ended(controller))
    return judged(controller)


def test_a_correction_acts_at_once_and_begins_no_attempt(controller: AppController) -> None:
    refused = refused_attempt(controller)
    assert refused.attempt.ending is Ending.NOT_SAME
    failures = controller.limiter.status("eileen").failures

    correction = controller.corrections.was("eileen", refused.evidence, keep_picture=True)
    controller.reload_references()
    wait_until(lambda: judged(controller).decision.matches == 1)
    correction.undo()
    controller.reload_references()
    wait_until(lambda: judged(controller).decision.references == 1)

    assert judged(controller).attempt == refused.attempt
    assert controller.limiter.status("eileen").failures == failures == 1


def test_references_that_cannot_be_loaded_again_end_the_verification(controller: AppController) -> None:
    refused_attempt(controller)
    (reference,) = controller.references.paths("eileen")
    reference.write_bytes(COLLINS.path.read_bytes()[:100])
    with pytest.raises(ValueError, match="or damaged"):
        controller.reload_references()
    assert controller.verification_reports.peek() is None
    assert controller.matcher is None


def test_a_chosen_person_costs_no_try_before_an_attempt_begins(controller: AppController) -> None:
    refused_attempt(controller)
    controller.use_person("eileen")
    frames = controller.engine.frames
    seen = frames.peek()
    wait_until(lambda: frames.peek() is not seen)
    assert controller.verification_reports.peek() is None
    assert controller.limiter.status("eileen").failures == 1


def test_enrolling_names_the_new_files_so_that_they_can_be_removed(controller: AppController) -> None:
    controller.load()
    (before,) = controller.enrol([demo_crop(controller)])
    (added,) = controller.enrol([demo_crop(controller)])
    controller.people.remove_pictures("eileen", [added])
    assert controller.references.paths("eileen") == [before]


def test_a_new_folder_is_encrypted_with_a_key_in_the_keyring(
    controller: AppController, system_keyring: FakeKeyring
) -> None:
    controller.load()
    assert controller.can_encrypt()
    controller.encrypt()
    controller.enrol([demo_crop(controller)])
    (stored,) = controller.references.paths("eileen")
    assert is_encrypted(stored.read_bytes())
    assert system_keyring.secrets
    assert not controller.can_encrypt()
    assert [entry.event for entry in controller.audit.entries()][-2:] == [
        AuditEvent.ENCRYPTED,
        AuditEvent.ENROLLED,
    ]


def test_encryption_is_offered_only_before_the_first_enrolment_and_with_a_keyring(
    controller: AppController, request: pytest.FixtureRequest
) -> None:
    assert not controller.can_encrypt()
    request.getfixturevalue("system_keyring")
    assert controller.can_encrypt()
    controller.load()
    controller.enrol([demo_crop(controller)])
    assert not controller.can_encrypt()


def test_a_locked_keyring_refuses_to_encrypt_and_changes_nothing(
    controller: AppController, system_keyring: FakeKeyring
) -> None:
    system_keyring.locked = True
    with pytest.raises(StoreError, match="Unlock it, then try again"):
        controller.encrypt()
    assert controller.vault.header is None
