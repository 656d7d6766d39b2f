import dataclasses

from msgspec.structs import replace

from training.metrics.confidence import Interval
from training.metrics.error_rates import rate
from training.metrics.summary import AccuracySummary
from training.robustness.markdown import format_markdown
from training.robustness.results import CleanResult, DegradedResult, MissingFaces, RobustnessResults

ACCURACY = AccuracySummary(
    listed=rate(900, 1000),
    true_match_rates={1e-2: rate(80, 100), 1e-3: rate(50, 100)},
    equal_error=Interval(0.05, 0.04, 0.0625),
    one_shot=rate(1900, 2000),
)
NONE_MISSING = MissingFaces(rate=rate(0, 3708), images=[])
RESULTS = RobustnessResults(
    people=1711,
    images=3708,
    pairs=998,
    excluded_pairs=2,
    missing_faces=NONE_MISSING,
    clean=[
        CleanResult(candidate=name, network="f", threshold=0.5, accuracy=ACCURACY) for name in ("one", "two")
    ],
    degraded=[
        DegradedResult(
            degradation="noise",
            missing_faces=MissingFaces(rate=rate(1234, 3708), images=[]),
            true_match_rates={"one": {1e-3: rate(40, 100)}, "two": {1e-2: rate(1, 100)}},
        )
    ],
)

EXPECTED = """\
3,708 images of 1,711 people; no face found in 0. 998 official pairs, 2 left out.

| clean images | one | two |
| --- | --- | --- |
| accuracy on the official pairs | 90.0 % (88.0 to 91.7) | 90.0 % (88.0 to 91.7) |
| true match rate at FMR 1 % | 80.0 % (71.1 to 86.7) | 80.0 % (71.1 to 86.7) |
| true match rate at FMR 0.1 % | 50.0 % (40.4 to 59.6) | 50.0 % (40.4 to 59.6) |
| equal error rate | 5.0 % (4.0 to 6.2) | 5.0 % (4.0 to 6.2) |
| 20-way one-shot accuracy | 95.0 % (94.0 to 95.9) | 95.0 % (94.0 to 95.9) |

| degradation of the probe; true match rate at FMR 0.1 % | no face found | one | two |
| --- | --- | --- | --- |
| none | 0 of 3,708 | 50.0 % (40.4 to 59.6) | 50.0 % (40.4 to 59.6) |
| noise | 1,234 of 3,708 | 40.0 % (30.9 to 49.8) | too few pairs |"""


def test_results_become_two_tables() -> None:
    assert format_markdown(RESULTS) == EXPECTED


def test_without_degradations_there_is_one_table() -> None:
    assert format_markdown(replace(RESULTS, degraded=[])) == EXPECTED.rpartition("\n\n")[0]


def test_a_candidate_without_degraded_images_is_only_in_the_first_table() -> None:
    (noise,) = RESULTS.degraded
    alone = replace(noise, true_match_rates={"two": noise.true_match_rates["two"]})
    first, second = format_markdown(replace(RESULTS, degraded=[alone])).split("\n\n")[1:]
    assert "| one | two |" in first
    assert "| no face found | two |" in second
    assert "| none | 0 of 3,708 | 50.0 % (40.4 to 59.6) |\n" in second


def test_an_interval_without_a_width_is_left_out() -> None:
    perfect = dataclasses.replace(ACCURACY, equal_error=Interval(0.0, 0.0, 0.0))
    clean = [CleanResult(candidate="one", network="f", threshold=0.5, accuracy=perfect)]
    assert "| equal error rate | 0.0 % |" in format_markdown(replace(RESULTS, clean=clean, degraded=[]))
