from dataclasses import replace

import numpy as np

from tests.support.comparisons import Cosine
from tests.support.synthetic_people import made_up_samples, pictures_of
from training.cards.face_model import FaceModel
from training.data.samples import Samples, build_samples
from training.personalization.datasets import Material
from training.personalization.evaluation import calibrate_for, duels, judge

STRANGERS = made_up_samples(people=60, crops_each=2)
OWN = pictures_of(900, 6)
LOOK_ALIKES = build_samples([(f"Twin_{number}", pictures_of(900, 2, seed=number)) for number in range(1, 5)])
NOBODY = build_samples([("Twin", pictures_of(5000, 2))])
JUDGED = build_samples([("Jo", OWN), *made_up_samples(people=30, crops_each=2).by_name()])


def colours(crops: np.ndarray) -> np.ndarray:
    """Embeds a crop as the colours of its quarters."""
    quarters = crops.reshape(len(crops), 2, 50, 2, 50, 3).mean(axis=(2, 4)).reshape(len(crops), -1)
    return (quarters / np.linalg.norm(quarters, axis=1, keepdims=True)).astype(np.float32)


MODEL = FaceModel(Cosine(), colours)


def material(*, references: np.ndarray = OWN, twins: Samples = NOBODY) -> Material:
    return Material(JUDGED, references, STRANGERS, twins, JUDGED, twins)


def test_a_persons_own_look_alikes_raise_the_threshold() -> None:
    usual = calibrate_for(MODEL, material(references=pictures_of(7000, 6)), twins=False).detection_threshold
    like_a_stranger = material(references=STRANGERS.crops[:6])
    assert calibrate_for(MODEL, like_a_stranger, twins=False).detection_threshold > usual


def test_look_alikes_in_the_same_chair_raise_it_only_where_twins_are_asked_for() -> None:
    seen = material(twins=LOOK_ALIKES)
    without, with_twins = (calibrate_for(MODEL, seen, twins=twins) for twins in (False, True))
    assert with_twins.detection_threshold > without.detection_threshold
    assert without == calibrate_for(MODEL, material(), twins=False)


def test_every_rate_is_fought_for_and_the_chair_counts() -> None:
    champion = judge(MODEL, 0.999, JUDGED, LOOK_ALIKES)
    assert champion.chair.size == len(OWN) * len(LOOK_ALIKES)
    lenient = replace(champion, threshold=0.5)
    fought = {duel.error_name: duel for duel in duels(champion, lenient, "Jo")}
    assert len(fought) == 5
    chair = fought["false match rate on held-out crops of Jo, strangers in the same chair"]
    assert chair.challenger.count == len(OWN) * len(LOOK_ALIKES)
    assert chair.is_worse == (chair.champion.value < 1)
    assert not any(duel.is_worse for duel in duels(champion, champion, "Jo"))
