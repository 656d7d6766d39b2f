"""What ``verify`` prints: the answer, and the next step where there is one."""

import json

import pytest

from app.presenters.advice import ADVICE, PHOTO_ADVICE
from app.presenters.verification_answer import VerificationAnswer, answer_for, answer_words, refusal
from app.system.exit_codes import Exit
from model.storage.json_codec import encode_json
from model.verification.attempt import Attempt, FrameEvidence
from model.verification.decision import Decision, Reason, Thresholds
from model.verification.security_levels import Level
from model.vision.quality import Flaw


def answer_to(decision: Decision) -> VerificationAnswer:
    attempt = Attempt(1)
    attempt.add(FrameEvidence(decision, 1, 0.0, continues=False))
    attempt.finish()
    return answer_for(attempt.state, Level.STRICT, Thresholds(0.9, 0.5), decision.references, "shipped")


@pytest.mark.parametrize("reason", [Reason.NO_FACE, *Flaw])
def test_the_terminal_gives_the_advice_of_the_window(reason):
    words = answer_words(answer_to(Decision(reason, references=8)), photograph=False)
    assert words == f"not verified: {reason}. {ADVICE[reason].next_step}"


@pytest.mark.parametrize("reason", [Reason.NO_FACE, *Flaw])
def test_a_photograph_cannot_come_closer(reason):
    words = answer_words(answer_to(Decision(reason, references=8)), photograph=True)
    assert words == f"not verified: {reason}. {PHOTO_ADVICE}"


def test_a_mismatch_gets_no_advice():
    decision = Decision(Reason.TOO_FEW_MATCHES, matches=1, references=8, similarity=0.5)
    words = answer_words(answer_to(decision), photograph=False)
    assert words.startswith("not verified: too few references match (1 of 8 references match")
    assert words.endswith(")")


def test_a_turned_photograph_is_mentioned_before_the_advice():
    answer = VerificationAnswer(verified=False, reason=Flaw.TOO_DARK, rotation=90, exit_code=Exit.COULD_NOT)
    words = answer_words(answer, photograph=True)
    assert words.startswith("not verified: too dark. ")
    assert words.endswith(f" {PHOTO_ADVICE}")
    assert "90" in words


def test_a_refusal_says_what_was_wrong_and_nothing_more():
    words = answer_words(refusal("No camera was found. Plug one in.", Exit.COULD_NOT), photograph=False)
    assert words == "not verified: No camera was found. Plug one in."


def test_the_json_has_the_phrase_alone():
    printed = json.loads(encode_json(answer_to(Decision(Flaw.TOO_DARK, references=8))))
    assert printed["reason"] == "too dark"
