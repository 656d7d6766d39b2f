from concurrent.futures import Future

from app.scoring.future_cache import FutureCache


class Oracle:
    """Leaves every question open, and keeps them."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, key: str) -> Future[str]:
        self.asked.append(key)
        return Future()


def test_a_question_is_asked_once_also_while_the_answer_is_awaited():
    oracle = Oracle()
    ask = FutureCache(oracle, capacity=2)
    assert ask("a") is ask("a")
    ask("b")
    assert oracle.asked == ["a", "b"]


def test_what_was_used_longest_ago_is_forgotten_first():
    oracle = Oracle()
    ask = FutureCache(oracle, capacity=2)
    for key in "abaca":
        ask(key)
    assert oracle.asked == ["a", "b", "c"]
    ask("b")
    assert oracle.asked == ["a", "b", "c", "b"]


def test_no_more_is_kept_than_there_is_room_for():
    oracle = Oracle()
    ask = FutureCache(oracle, capacity=3)
    for key in [*"abcdefgh", *"abcdefgh"]:
        ask(key)
    assert oracle.asked == [*"abcdefgh", *"abcdefgh"]
