from pathlib import Path

import numpy as np
import pytest

from app.audit.audit_log import AuditLog
from app.live.verification.corrections import Corrections, TooSimilarError
from app.lockout.try_limiter import TryLimiter
from app.people.people_manager import PeopleManager
from app.references.counter_examples import CounterExampleStore
from app.references.enrolment import Enrolment
from app.references.reference_store import ReferenceStore
from app.references.rejection import NoReferencesError
from app.storage.crop_store import CropKind, CropStore
from app.storage.model_store import ModelStore
from model.runtime.bundle import SHIPPED_BUNDLE, Bundle, load_bundle
from model.runtime.similarity_head import Head
from model.verification.decision import Reason, Thresholds
from model.verification.matcher import Matcher
from model.verification.session import Evidence, VerificationSession
from model.vision.frame import RgbImage
from tests.support.fakes import FakeEmbedder, FakeFinder, sharp_image, tree

HEAD = Head(np.full(3, -40.0, np.float32), 8.0)
THRESHOLDS = Thresholds(0.9, 0.5)


def tinted(red: int) -> RgbImage:
    """A crop whose embedding differs the more, the more its red does."""
    crop = sharp_image(120)
    crop[..., 0] = np.clip(crop[..., 0].astype(int) + red, 0, 255)
    return crop


OWN, ALSO_OWN, LOOKALIKE = tinted(0), tinted(1), tinted(20)


def evidence_of(crop: RgbImage) -> Evidence:
    return Evidence(crop, FakeEmbedder().embed([crop])[0])


@pytest.fixture
def corrections(tmp_path: Path) -> Corrections:
    ReferenceStore(tmp_path).enrol("ada", [OWN, ALSO_OWN])
    beside = tmp_path.with_name(f"{tmp_path.name}-beside")
    beside.mkdir()
    audit = AuditLog(beside / "audit.jsonl")
    people = PeopleManager(tmp_path, shipped_bundle, TryLimiter(beside), audit)
    return Corrections(people, Enrolment(people.references, people.crops, ModelStore(beside)), audit)


def shipped_bundle() -> Bundle:
    return load_bundle(SHIPPED_BUNDLE)


def matcher_of(people: Path) -> Matcher:
    matcher = Matcher(FakeEmbedder(), HEAD)
    matcher.set_references(ReferenceStore(people).load("ada", "network").crops)
    matcher.set_counter_examples(CounterExampleStore(people).load("ada"))
    matcher.embed_pending()
    return matcher


def reason_for(crop: RgbImage, people: Path) -> str:
    return VerificationSession(FakeFinder(), matcher_of(people), THRESHOLDS).judge(crop, ()).reason


def test_the_marked_face_is_refused_and_the_person_still_verified(
    tmp_path: Path, corrections: Corrections
) -> None:
    assert reason_for(LOOKALIKE, tmp_path) is Reason.ENOUGH_MATCHES

    corrections.was_not("ada", evidence_of(LOOKALIKE), matcher_of(tmp_path), THRESHOLDS.detection)

    assert reason_for(LOOKALIKE, tmp_path) is Reason.COUNTER_EXAMPLE
    assert reason_for(OWN, tmp_path) is Reason.ENOUGH_MATCHES
    assert CropStore(tmp_path).counts("ada").of(CropKind.NEGATIVE) == 1


def test_the_persons_own_face_does_not_become_a_counter_example(
    tmp_path: Path, corrections: Corrections
) -> None:
    before = tree(tmp_path)

    with pytest.raises(TooSimilarError, match="nothing was changed"):
        corrections.was_not("ada", evidence_of(ALSO_OWN), matcher_of(tmp_path), THRESHOLDS.detection)

    assert tree(tmp_path).keys() == before.keys()


@pytest.mark.parametrize(("keep_picture", "suffix"), [(False, ".template"), (True, ".jpg")])
def test_a_face_of_the_person_becomes_a_reference(
    tmp_path: Path, corrections: Corrections, keep_picture: bool, suffix: str
) -> None:
    corrections.was("ada", evidence_of(LOOKALIKE), keep_picture=keep_picture)

    paths = ReferenceStore(tmp_path).paths("ada")
    assert [path.suffix for path in paths] == [".jpg", ".jpg", suffix]
    assert CropStore(tmp_path).counts("ada").of(CropKind.POSITIVE) == 1


@pytest.mark.parametrize("was_the_person", [True, False])
def test_both_can_be_undone(tmp_path: Path, corrections: Corrections, was_the_person: bool) -> None:
    before, evidence = tree(tmp_path), evidence_of(LOOKALIKE)

    if was_the_person:
        correction = corrections.was("ada", evidence, keep_picture=False)
    else:
        matcher = matcher_of(tmp_path)
        correction = corrections.was_not("ada", evidence, matcher, THRESHOLDS.detection)
    assert tree(tmp_path) != before
    correction.undo()

    assert tree(tmp_path) == before


def test_a_damaged_counter_example_never_verifies(tmp_path: Path, corrections: Corrections) -> None:
    corrections.was_not("ada", evidence_of(LOOKALIKE), matcher_of(tmp_path), THRESHOLDS.detection)
    (damaged,) = CounterExampleStore(tmp_path).paths("ada")
    damaged.write_bytes(b"no picture")

    with pytest.raises(NoReferencesError, match="ada cannot be verified"):
        CounterExampleStore(tmp_path).load("ada")
