import pytest

from app.presenters.thresholds import detection_words, one_in, percent, verification_words
from model.runtime.model_card import CalibrationRow
from tests.support.bundles import card_with

TABLE = [
    CalibrationRow(similarity=0.5, fmr=0.31, fmr_upper=0.35, fnmr=0.0),
    CalibrationRow(similarity=0.8, fmr=0.00101, fmr_upper=0.00201, fnmr=0.031),
    CalibrationRow(similarity=0.9, fmr=0.0, fmr_upper=0.0001, fnmr=0.25),
]

MEANINGS = {
    "between two rows the lower, so the riskier, speaks": (
        0.87,
        "A reference matches above 0.87. About 1 in 990 comparisons with strangers match (at most 1 in 490, "
        "95 % confidence). 3.1 % of the comparisons with the same person fail.",
    ),
    "a row itself": (
        0.8,
        "A reference matches above 0.80. About 1 in 990 comparisons with strangers match (at most 1 in 490, "
        "95 % confidence). 3.1 % of the comparisons with the same person fail.",
    ),
    "a lax threshold is told as a share": (
        0.6,
        "A reference matches above 0.60. About 31 % of the comparisons with strangers match (at most 35 %, "
        "95 % confidence). None of the comparisons with the same person fail.",
    ),
    "no stranger seen is not the same as none": (
        0.9996,
        "A reference matches above 0.99960. Fewer than 1 in 10,000 comparisons with strangers match "
        "(95 % confidence). 25 % of the comparisons with the same person fail.",
    ),
    "below what was measured": (
        0.2,
        "A reference matches above 0.20. How many strangers match there was not measured.",
    ),
}


@pytest.mark.parametrize(("threshold", "words"), MEANINGS.values(), ids=MEANINGS.keys())
def test_what_a_detection_threshold_means(threshold: float, words: str) -> None:
    assert detection_words(threshold, card_with(calibration=TABLE)) == words


def test_without_a_table_no_rate_is_claimed() -> None:
    for card in (None, card_with()):
        assert "was not measured" in detection_words(0.9, card)


ALIKE = [
    CalibrationRow(similarity=0.5, fmr=0.42, fmr_upper=0.5, fnmr=0.0),
    CalibrationRow(similarity=0.8, fmr=0.0055, fmr_upper=0.0081, fnmr=0.031),
    CalibrationRow(similarity=0.9, fmr=0.0, fmr_upper=0.0009, fnmr=0.25),
]
AMONG_LOOK_ALIKES = {
    0.8: "A reference matches above 0.80. About 1 in 180 comparisons with people who look like you match (at "
    "most 1 in 120, 95 % confidence). Among all strangers it is about 1 in 990. 3.1 % of the comparisons "
    "with the same person fail.",
    0.6: "A reference matches above 0.60. About 42 % of the comparisons with people who look like you match "
    "(at most 50 %, 95 % confidence). Among all strangers it is about 31 %. None of the comparisons with the "
    "same person fail.",
    0.95: "A reference matches above 0.950. Fewer than 1 in 1,100 comparisons with people who look like you "
    "match (95 % confidence). Among all strangers it is fewer than 1 in 10,000. 25 % of the comparisons with "
    "the same person fail.",
}


@pytest.mark.parametrize(("threshold", "words"), AMONG_LOOK_ALIKES.items())
def test_people_who_look_like_you_come_first(threshold: float, words: str) -> None:
    assert detection_words(threshold, card_with(calibration=TABLE, look_alikes=ALIKE)) == words


@pytest.mark.parametrize(
    ("threshold", "references", "ending"),
    [
        (0.5, 8, ": 5 of 8 or more."),
        (0.5, 9, ": 5 of 9 or more."),
        (0.0, 3, ": 1 of 3 or more."),
        (0.8, 5, ": 5 of 5."),
        (0.5, 0, "."),
    ],
)
def test_how_many_references_have_to_match(threshold: float, references: int, ending: str) -> None:
    words = verification_words(threshold, references)

    assert (
        words == f"A face counts as the same when more than {percent(threshold)} of references match{ending}"
    )


def test_more_than_all_is_impossible() -> None:
    assert (
        verification_words(1.0, 8) == "More than 100 % of references can never match, so no face is verified."
    )


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0, "0 %"),
        (4e-19, "0 %"),
        (1e-7, "0.00001 %"),
        (0.00012, "0.012 %"),
        (0.031, "3.1 %"),
        (0.5, "50 %"),
        (0.995, "99.5 %"),
        (1, "100 %"),
    ],
)
def test_shares_in_per_cent(share: float, words: str) -> None:
    assert percent(share) == words


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (0.35, "1 in 2"),
        (0.1, "1 in 10"),
        (0.01, "1 in 100"),
        (0.001, "1 in 1,000"),
        (0.0001, "1 in 10,000"),
        (1 / 1_099, "1 in 1,000"),
        (6.9e-6, "1 in 140,000"),
    ],
)
def test_strangers_are_never_made_out_rarer_by_rounding(rate: float, words: str) -> None:
    assert one_in(rate) == words
