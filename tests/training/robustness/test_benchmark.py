from pathlib import Path

import numpy as np
import pytest

from model.vision.alignment import align
from model.vision.face import Face
from model.vision.frame import RgbImage
from tests.training.robustness.synthetic_benchmark import (
    TEST,
    CountingNetwork,
    NightBlindFinder,
    contestant,
    made_up_lfw,
    workshop,
)
from training.data.degradations import Degradation, brightness
from training.jobs.progress import JobCancelled, Progress
from training.robustness.benchmark import hold_contest
from training.robustness.candidates import Contestant, Cosine, Network
from training.robustness.datasets import judges_of
from training.robustness.results import Outcome

PICTURES = 2 * len(TEST)
DARK = 85
"""Some of the made-up people's pictures fall below it when dimmed, by their mean."""


def inverted(image: RgbImage, face: Face, rng: np.random.Generator) -> RgbImage:
    """Dark where it was bright: nobody looks like themselves any more."""
    return 255 - image


NOTHING = Degradation("nothing", lambda image, face, rng: image)
DIMMED = Degradation("dimmed", brightness(0.7))
INVERTED = Degradation("inverted", inverted)


def rival() -> Contestant:
    """Sees the same crops with other eyes: everybody looks alike."""
    direction = np.float32([[1, 0]])
    return Contestant(
        "blind", Network("a blind one", align, lambda crops: direction.repeat(len(crops), 0)), Cosine()
    )


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    folder = tmp_path_factory.mktemp("contest")
    shop = workshop(folder / "work", NightBlindFinder(DARK))
    judges = judges_of(made_up_lfw(folder / "lfw"))
    return hold_contest([contestant(), rival()], judges, [NOTHING, DIMMED, INVERTED], shop)


def test_everybody_is_counted(outcome: Outcome) -> None:
    assert (outcome.people, outcome.pictures) == (len(TEST), PICTURES)
    assert outcome.pairs + outcome.pairs_left_out == 2 * len(TEST)
    assert outcome.unseen.rate.trials == PICTURES
    assert outcome.unseen.rate.count == len(outcome.unseen.pictures)


def test_who_sees_colours_knows_colourful_people_and_who_sees_nothing_nobody(outcome: Outcome) -> None:
    seeing, blind = outcome.clean
    assert (seeing.contestant, seeing.network) == ("colours", "a network")
    assert seeing.accuracy.listed.value > 0.95
    assert seeing.accuracy.true_match_rates[1e-2].value > 0.95
    assert 0.5 < seeing.threshold < 1
    assert blind.accuracy.listed.value == pytest.approx(0.5, abs=0.05)
    assert blind.accuracy.one_shot.value == 0


def test_nothing_done_matches_as_clean_pictures_do(outcome: Outcome) -> None:
    clean, untouched = outcome.clean[0], outcome.steadiness[0]
    assert untouched.unseen.rate.count == 0
    rates = untouched.true_match_rates["colours"]
    assert rates[1e-2].value == pytest.approx(clean.accuracy.true_match_rates[1e-2].value)
    assert rates[1e-2].trials == 2 * clean.accuracy.true_match_rates[1e-2].trials


def test_faces_that_are_not_found_match_nothing_and_are_listed(outcome: Outcome) -> None:
    dimmed = outcome.steadiness[1]
    seen = PICTURES - outcome.unseen.rate.count
    missed = dimmed.unseen.rate
    assert missed.trials == seen
    assert 0 < missed.count == len(dimmed.unseen.pictures) < seen
    assert not set(dimmed.unseen.pictures) & set(outcome.unseen.pictures)
    rate = dimmed.true_match_rates["colours"][1e-2]
    assert rate.trials == outcome.steadiness[0].true_match_rates["colours"][1e-2].trials
    assert rate.trials - rate.count >= missed.count


def test_what_spoils_the_face_lowers_the_rate(outcome: Outcome) -> None:
    names = [one.degradation for one in outcome.steadiness]
    rates = [one.true_match_rates["colours"][1e-2].value for one in outcome.steadiness]
    assert names == ["nothing", "dimmed", "inverted"]
    assert rates[2] < 0.2 < rates[0]


@pytest.mark.slow
def test_a_stopped_contest_goes_on_with_what_it_has_not_finished(tmp_path: Path) -> None:
    judges = judges_of(made_up_lfw(tmp_path / "lfw"))
    finder, seeing = NightBlindFinder(0), CountingNetwork()
    entrant = Contestant("colours", Network("a network", align, seeing), Cosine())
    stages: list[str] = []

    def report(progress: Progress) -> None:
        stages.append(progress.stage)

    def dimmed_was_embedded() -> bool:
        return stages[-1] == "dimmed: measuring"

    stopped = workshop(tmp_path / "work", finder, report=report, should_stop=dimmed_was_embedded)
    with pytest.raises(JobCancelled, match="dimmed: measuring"):
        hold_contest([entrant], judges, [DIMMED, INVERTED], stopped)
    looked, embedded = finder.looked, seeing.embedded
    outcome = hold_contest([entrant], judges, [DIMMED, INVERTED], workshop(tmp_path / "work", finder))
    assert finder.looked - looked == seeing.embedded - embedded == PICTURES
    assert len(outcome.steadiness) == 2
