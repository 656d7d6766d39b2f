from datetime import UTC, timedelta, timezone

import pytest

from app.presenters.evaluation.stored_names import report_name, stored_name

BERLIN = timezone(timedelta(hours=1))


def test_a_model_is_named_by_whom_it_is_for_and_its_local_time() -> None:
    assert stored_name("20261127-230145-Ann", BERLIN) == "Ann, 2026-11-28, 00:01"


@pytest.mark.parametrize(
    ("bundle", "words"), [("base", "The model that came with Sameface"), ("personal-Ann", "Ann"), ("x", "x")]
)
def test_a_report_is_named_by_its_time_and_the_model_as_train_calls_it(bundle: str, words: str) -> None:
    assert report_name(f"20261127-020145-{bundle}", UTC) == f"2026-11-27, 02:01: {words}"


@pytest.mark.parametrize("name", ["my report", "20261399-999999-x"])
def test_another_name_stays(name: str) -> None:
    assert stored_name(name) == report_name(name) == name
