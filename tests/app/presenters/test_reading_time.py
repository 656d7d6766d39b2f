from app.presenters.reading_time import reading_time_s


def test_long_messages_stay_longer() -> None:
    assert reading_time_s("Kept as an anchor.") == 6
    assert reading_time_s("a" * 300) == 20
