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
    benchmark_context,
    candidate,
    synthetic_lfw,
)
from training.data.degradations import Degradation, brightness
from training.jobs.progress import JobCancelled, Progress
from training.robustness.benchmark import run_benchmark
from training.robustness.candidates import Candidate, CosineComparator, Network
from training.robustness.datasets import load_datasets
from training.robustness.results import RobustnessResults

IMAGES = 2 * len(TEST)
DARK = 85
"""Dimming takes the mean of some synthetic images below this value."""


def inverted(image: RgbImage, face: Face, rng: np.random.Generator) -> RgbImage:
    """Bright pixels become dark, so that images no longer match their person."""
    return 255 - image


UNCHANGED = Degradation("nothing", lambda image, face, rng: image)
DIMMED = Degradation("dimmed", brightness(0.7))
INVERTED = Degradation("inverted", inverted)


def constant_candidate() -> Candidate:
    """Gives every crop the same embedding."""
    direction = np.float32([[1, 0]])
    network = Network("a constant", align, lambda crops: direction.repeat(len(crops), 0))
    return Candidate("constant", network, CosineComparator())


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> RobustnessResults:
    folder = tmp_path_factory.mktemp("benchmark")
    context = benchmark_context(folder / "work", NightBlindFinder(DARK))
    datasets = load_datasets(synthetic_lfw(folder / "lfw"))
    candidates = [candidate(), constant_candidate()]
    return run_benchmark(candidates, datasets, [UNCHANGED, DIMMED, INVERTED], context)


@pytest.mark.slow
def test_results_count_people_images_and_pairs(results: RobustnessResults) -> None:
    assert (results.people, results.images) == (len(TEST), IMAGES)
    assert results.pairs + results.excluded_pairs == 2 * len(TEST)
    assert results.missing_faces.rate.trials == IMAGES
    assert results.missing_faces.rate.count == len(results.missing_faces.images)


@pytest.mark.slow
def test_a_network_of_colours_is_accurate_and_a_constant_one_guesses(results: RobustnessResults) -> None:
    colours, constant = results.clean
    assert (colours.candidate, colours.network) == ("colours", "a network")
    assert colours.accuracy.listed.value > 0.95
    assert colours.accuracy.true_match_rates[1e-2].value > 0.95
    assert 0.5 < colours.threshold < 1
    assert constant.accuracy.listed.value == pytest.approx(0.5, abs=0.05)
    assert constant.accuracy.one_shot.value == 0


@pytest.mark.slow
def test_unchanged_probes_match_like_clean_images(results: RobustnessResults) -> None:
    clean, unchanged = results.clean[0], results.degraded[0]
    assert unchanged.missing_faces.rate.count == 0
    rates = unchanged.true_match_rates["colours"]
    assert rates[1e-2].value == pytest.approx(clean.accuracy.true_match_rates[1e-2].value)
    assert rates[1e-2].trials == 2 * clean.accuracy.true_match_rates[1e-2].trials


@pytest.mark.slow
def test_probes_without_a_face_match_nothing_and_are_listed(results: RobustnessResults) -> None:
    dimmed = results.degraded[1]
    found = IMAGES - results.missing_faces.rate.count
    missed = dimmed.missing_faces.rate
    assert missed.trials == found
    assert 0 < missed.count == len(dimmed.missing_faces.images) < found
    assert not set(dimmed.missing_faces.images) & set(results.missing_faces.images)
    rate = dimmed.true_match_rates["colours"][1e-2]
    assert rate.trials == results.degraded[0].true_match_rates["colours"][1e-2].trials
    assert rate.trials - rate.count >= missed.count


@pytest.mark.slow
def test_a_strong_degradation_lowers_the_true_match_rate(results: RobustnessResults) -> None:
    names = [one.degradation for one in results.degraded]
    rates = [one.true_match_rates["colours"][1e-2].value for one in results.degraded]
    assert names == ["nothing", "dimmed", "inverted"]
    assert rates[2] < 0.2 < rates[0]


@pytest.mark.slow
def test_a_cancelled_benchmark_continues_with_unfinished_work(tmp_path: Path) -> None:
    datasets = load_datasets(synthetic_lfw(tmp_path / "lfw"))
    finder, network = NightBlindFinder(0), CountingNetwork()
    colours = Candidate("colours", Network("a network", align, network), CosineComparator())
    stages: list[str] = []

    def report(progress: Progress) -> None:
        stages.append(progress.stage)

    def dimmed_images_are_embedded() -> bool:
        return stages[-1] == "dimmed: measuring"

    cancelled = benchmark_context(
        tmp_path / "work", finder, report=report, should_stop=dimmed_images_are_embedded
    )
    with pytest.raises(JobCancelled, match="dimmed: measuring"):
        run_benchmark([colours], datasets, [DIMMED, INVERTED], cancelled)
    calls, count = finder.calls, network.count
    context = benchmark_context(tmp_path / "work", finder)
    results = run_benchmark([colours], datasets, [DIMMED, INVERTED], context)
    assert finder.calls - calls == network.count - count == IMAGES
    assert len(results.degraded) == 2
