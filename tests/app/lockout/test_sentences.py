import pytest

from app.lockout.policy import DAMAGED, TryStatus
from app.lockout.sentences import (
    left_words,
    locked_command,
    locked_words,
    refusal_words,
    status_words,
    wait_words,
)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "1 second"), (29.1, "30 seconds"), (60, "1 min 00 s"), (899.5, "15 min 00 s")],
)
def test_a_wait_is_rounded_up(seconds: float, words: str) -> None:
    assert wait_words(seconds) == words


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (TryStatus(), "ada: no failed attempts."),
        (TryStatus(1), "ada: 1 failed attempt. 4 attempts left before you have to wait."),
        (TryStatus(6), "ada: 6 failed attempts. 44 attempts left before verification is locked."),
        (TryStatus(7, wait_s=90), "7 failed attempts for ada. Try again in 1 min 30 s."),
    ],
)
def test_a_status_says_what_is_left(status: TryStatus, words: str) -> None:
    assert status_words(status, "ada") == words


@pytest.mark.parametrize("status", [TryStatus(50, disabled=True), DAMAGED])
def test_a_person_who_is_locked_out_reads_how_the_owner_unlocks(status: TryStatus) -> None:
    assert "`python main.py lockout unlock --person ada`" in refusal_words(status, "ada")
    assert "--person 'Ada Lovelace'`" in refusal_words(status, "Ada Lovelace")
    sentence = locked_words(status, "Ada Lovelace")
    assert locked_command(status, "Ada Lovelace") == "python main.py lockout unlock --person 'Ada Lovelace'"
    assert "`" not in sentence
    assert left_words(status) == ""
