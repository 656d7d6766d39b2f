from dataclasses import replace

from training.metrics.confidence import Interval
from training.metrics.error_rates import rate
from training.metrics.summary import AccuracySummary
from training.robustness.markdown import as_markdown
from training.robustness.results import CleanResult, Outcome, Steadiness, Unseen

ACCURACY = AccuracySummary(
    listed=rate(900, 1000),
    true_match_rates={1e-2: rate(80, 100), 1e-3: rate(50, 100)},
    equal_error=Interval(0.05, 0.04, 0.0625),
    one_shot=rate(1900, 2000),
)
NOBODY = Unseen(rate=rate(0, 3708), pictures=[])
OUTCOME = Outcome(
    people=1711,
    pictures=3708,
    pairs=998,
    pairs_left_out=2,
    unseen=NOBODY,
    clean=[
        CleanResult(contestant=name, network="f", threshold=0.5, accuracy=ACCURACY) for name in ("one", "two")
    ],
    steadiness=[
        Steadiness(
            degradation="noise",
            unseen=Unseen(rate=rate(1234, 3708), pictures=[]),
            true_match_rates={"one": {1e-3: rate(40, 100)}, "two": {1e-2: rate(1, 100)}},
        )
    ],
)

EXPECTED = """\
3,708 pictures of 1,711 people; no face found in 0. 998 official pairs, 2 left out.

| clean pictures | one | two |
| --- | --- | --- |
| accuracy on the official pairs | 90.0 % (88.0 to 91.7) | 90.0 % (88.0 to 91.7) |
| true match rate at FMR 1 % | 80.0 % (71.1 to 86.7) | 80.0 % (71.1 to 86.7) |
| true match rate at FMR 0.1 % | 50.0 % (40.4 to 59.6) | 50.0 % (40.4 to 59.6) |
| equal error rate | 5.0 % (4.0 to 6.2) | 5.0 % (4.0 to 6.2) |
| 20-way one-shot accuracy | 95.0 % (94.0 to 95.9) | 95.0 % (94.0 to 95.9) |

| what the probe went through; true match rate at FMR 0.1 % | no face found | one | two |
| --- | --- | --- | --- |
| nothing | 0 of 3,708 | 50.0 % (40.4 to 59.6) | 50.0 % (40.4 to 59.6) |
| noise | 1,234 of 3,708 | 40.0 % (30.9 to 49.8) | too few pairs |"""


def test_an_outcome_becomes_two_tables() -> None:
    assert as_markdown(OUTCOME) == EXPECTED


def test_without_degradations_there_is_one_table() -> None:
    assert as_markdown(replace(OUTCOME, steadiness=[])) == EXPECTED.rpartition("\n\n")[0]


def test_who_saw_clean_pictures_alone_is_in_the_first_table_alone() -> None:
    (noise,) = OUTCOME.steadiness
    alone = replace(noise, true_match_rates={"two": noise.true_match_rates["two"]})
    first, second = as_markdown(replace(OUTCOME, steadiness=[alone])).split("\n\n")[1:]
    assert "| one | two |" in first
    assert "| no face found | two |" in second
    assert "| nothing | 0 of 3,708 | 50.0 % (40.4 to 59.6) |\n" in second
