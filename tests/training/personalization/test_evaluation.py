from dataclasses import replace

import numpy as np

from tests.support.comparisons import Cosine
from tests.support.synthetic_people import pictures_of, synthetic_samples
from training.cards.face_model import FaceModel
from training.data.samples import Samples, build_samples
from training.personalization.datasets import PersonalDatasets
from training.personalization.evaluation import calibrate_for_user, compare_models, evaluate_for_user

STRANGERS = synthetic_samples(people=60, crops_each=2)
OWN = pictures_of(900, 6)
LOOK_ALIKES = build_samples([(f"Twin_{number}", pictures_of(900, 2, seed=number)) for number in range(1, 5)])
NOBODY = build_samples([("Twin", pictures_of(5000, 2))])
JUDGED = build_samples([("Jo", OWN), *synthetic_samples(people=30, crops_each=2).by_name()])


def colours(crops: np.ndarray) -> np.ndarray:
    """Embeds a crop as the colours of its quarters."""
    quarters = crops.reshape(len(crops), 2, 50, 2, 50, 3).mean(axis=(2, 4)).reshape(len(crops), -1)
    return (quarters / np.linalg.norm(quarters, axis=1, keepdims=True)).astype(np.float32)


MODEL = FaceModel(Cosine(), colours)


def datasets(*, references: np.ndarray = OWN, twins: Samples = NOBODY) -> PersonalDatasets:
    return PersonalDatasets(JUDGED, references, STRANGERS, twins, JUDGED, twins)


def test_references_that_look_like_strangers_raise_the_threshold() -> None:
    usual = calibrate_for_user(MODEL, datasets(references=pictures_of(7000, 6)), twins=False)
    like_a_stranger = calibrate_for_user(MODEL, datasets(references=STRANGERS.crops[:6]), twins=False)
    assert like_a_stranger.detection_threshold > usual.detection_threshold


def test_look_alikes_at_the_same_camera_raise_the_threshold_only_with_twins() -> None:
    seen = datasets(twins=LOOK_ALIKES)
    without, with_twins = (calibrate_for_user(MODEL, seen, twins=twins) for twins in (False, True))
    assert with_twins.detection_threshold > without.detection_threshold
    assert without == calibrate_for_user(MODEL, datasets(), twins=False)


def test_models_are_compared_by_every_error_rate_including_the_same_camera() -> None:
    champion = evaluate_for_user(MODEL, 0.999, JUDGED, LOOK_ALIKES)
    assert champion.same_camera_impostors.size == len(OWN) * len(LOOK_ALIKES)
    lenient = replace(champion, threshold=0.5)
    tests = {test.error_name: test for test in compare_models(champion, lenient, "Jo")}
    assert len(tests) == 5
    same_camera = tests["false match rate on held-out crops of Jo, strangers in the same chair"]
    assert same_camera.challenger.count == len(OWN) * len(LOOK_ALIKES)
    assert same_camera.is_worse == (same_camera.champion.value < 1)
    assert not any(test.is_worse for test in compare_models(champion, champion, "Jo"))
