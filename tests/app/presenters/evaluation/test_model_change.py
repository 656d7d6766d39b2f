from pathlib import Path

import pytest

from app.presenters.evaluation.model_change import ChangeView, present_change
from app.presenters.tone import Tone
from app.storage.model_store import ModelVersion
from model.runtime.model_card import Rate
from tests.support.bundles import card_with

KEY = "false match rate on all pairs"


def version(name: str, rate: Rate, *, in_use: bool = False) -> ModelVersion:
    metrics = {KEY: rate, "accuracy": rate}
    return ModelVersion(name, Path(name), card_with(metrics=metrics), in_use)


def rate(value: float, margin: float) -> Rate:
    return Rate(count=1, trials=100, value=value, lower=max(0, value - margin), upper=value + margin)


CHANGES = {
    "clearly fewer": (rate(0.01, 0.001), rate(0.02, 0.001), "fewer errors", Tone.GOOD),
    "clearly more": (rate(0.02, 0.001), rate(0.01, 0.001), "more errors", Tone.BAD),
    "the same": (rate(0.02, 0.001), rate(0.02, 0.005), "no change", Tone.CALM),
    "perhaps chance": (rate(0.01, 0.03), rate(0.02, 0.001), "no clear difference", Tone.CALM),
}


@pytest.mark.parametrize(("now", "before", "verdict", "tone"), CHANGES.values(), ids=CHANGES)
def test_an_error_rate_is_compared_with_the_one_before(
    now: Rate, before: Rate, verdict: str, tone: Tone
) -> None:
    view = present_change([version("a", before), version("b", now, in_use=True)], "a")

    [row] = view.rows
    assert (row.words, row.tone) == ("False match rate on all pairs", tone)
    assert row.verdict.endswith(f" % before: {verdict}")
    assert view.tone is tone


def test_the_summary_counts() -> None:
    better = present_change(
        [version("a", rate(0.02, 0.001)), version("b", rate(0.01, 0.001), in_use=True)], "a"
    )
    assert better.summary == "1 error rate is lower."
    same = present_change(
        [version("a", rate(0.02, 0.001)), version("b", rate(0.02, 0.001), in_use=True)], "a"
    )
    assert same.summary == "No error rate clearly differs."


def test_without_a_previous_model_there_is_no_comparison() -> None:
    new = version("b", rate(0.01, 0.001), in_use=True)
    assert present_change([new], None) == present_change([new], "gone") == ChangeView()
