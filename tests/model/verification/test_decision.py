import numpy as np
import pytest

from model.verification.decision import Decision, Reason, Thresholds, decide
from model.vision.quality import Flaw

TABLE = {
    "all match": ([0.9, 0.9], 0.5, 0.5, True, 2),
    "half match, more than half needed": ([0.9, 0.1], 0.5, 0.5, False, 1),
    "more than half match": ([0.9, 0.9, 0.1], 0.5, 0.5, True, 2),
    "a similarity at the threshold does not match": ([0.5, 0.5], 0.5, 0.0, False, 0),
    "one above suffices when any share does": ([0.51, 0.5], 0.5, 0.0, True, 1),
    "a share at the threshold does not verify": ([0.9], 0.5, 1.0, False, 1),
    "nothing matches": ([0.1], 0.5, 0.0, False, 0),
    "not a number never matches": ([np.nan, np.nan], 0.0, 0.0, False, 0),
}


@pytest.mark.parametrize(
    ("similarities", "detection", "verification", "verified", "matches"), TABLE.values(), ids=TABLE
)
def test_both_thresholds_are_strict(similarities, detection, verification, verified, matches):
    decision = decide(np.array(similarities, np.float32), Thresholds(detection, verification))
    assert (decision.verified, decision.matches) == (verified, matches)
    assert decision.references == len(similarities)


def test_a_threshold_is_not_rounded_to_the_similarities():
    above, below = np.float32(0.97), np.float32(0.9)
    assert (float(above) > 0.97, float(below) > 0.9) == (True, False)
    assert decide(np.array([above]), Thresholds(0.97, 0)).matches == 1
    assert decide(np.array([below]), Thresholds(0.9, 0)).matches == 0


def test_without_references_no_face_is_verified():
    decision = decide(np.empty(0, np.float32), Thresholds(0, 0))
    assert decision == Decision(Reason.NO_REFERENCES)
    assert not decision.verified
    assert not decision.compared


def test_the_decision_holds_the_highest_similarity():
    assert decide(np.array([0.25, 0.75], np.float32), Thresholds(0.5, 0.5)).similarity == 0.75


@pytest.mark.parametrize(
    "reason", [reason for reason in (*Reason, *Flaw) if reason is not Reason.ENOUGH_MATCHES]
)
def test_every_other_reason_means_not_verified(reason):
    assert not Decision(reason, matches=5, references=5, similarity=1.0).verified


@pytest.mark.parametrize("value", [-0.1, 1.1, float("nan")])
def test_thresholds_outside_their_range_are_refused(value):
    with pytest.raises(ValueError, match="Received"):
        Thresholds(value, 0.5)
    with pytest.raises(ValueError, match="Received"):
        Thresholds(0.5, value)
