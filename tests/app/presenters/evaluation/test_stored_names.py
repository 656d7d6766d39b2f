from app.presenters.evaluation.stored_names import stored_name


def test_the_time_comes_after_whom_it_is_about() -> None:
    assert stored_name("20261127-020145-base") == "base, 2026-11-27 02:01 UTC"


def test_another_name_stays() -> None:
    assert stored_name("my report") == "my report"
