"""Attacks on an attempt: only consecutive perfect frames on one track verify, no matter what an attacker
shows."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.liveness.result import LayerStatus, LivenessReason
from model.verification.attempt import Attempt, Ending, FrameEvidence
from tests.support.adversary import LAYERS, NO, NOBODY, YES, Shown, mount, shown_frames

GATHERING, CANNOT_TELL, PASSED, FAILED = (
    LayerStatus.GATHERING,
    LayerStatus.CANNOT_TELL,
    LayerStatus.PASSED,
    LayerStatus.FAILED,
)
ATTACKS = st.lists(shown_frames(), max_size=30)
LIVE = Shown()
NO_DEPTH_YET = Shown(statuses=(PASSED, GATHERING))
FLAT = Shown(statuses=(PASSED, FAILED))


@pytest.mark.slow
@given(ATTACKS)
def test_a_verified_attempt_ended_with_perfect_frames_on_one_track(frames):
    states = mount(Attempt(3, LAYERS), frames)
    end = next((number for number, state in enumerate(states) if state.verified), None)
    if end is not None:
        row = frames[: end + 1][-3:]
        assert [frame.decision for frame in row] == [YES] * 3
        assert all(frame.continues for frame in row[1:])
        assert row[-1].perfect


@given(ATTACKS, st.booleans())
def test_after_a_failed_check_nothing_verifies(frames, stays_open):
    states = mount(Attempt(1, LAYERS, stays_open=stays_open), [*frames, FLAT, *[LIVE] * 5])
    if not any(state.ending for state in states[: len(frames)]):
        assert {state.ending for state in states[len(frames) :]} == {Ending.NOT_LIVE}
        assert not any(state.verified for state in states[len(frames) :])


@given(ATTACKS)
def test_an_ending_is_final(frames):
    states = mount(Attempt(2, LAYERS, limit_s=2.0), [*frames, LIVE, LIVE])
    ended = [state for state in states if state.ending]
    assert all(state == ended[0] for state in ended)
    assert all(state.verified == (state.ending is Ending.VERIFIED) for state in states)


@given(ATTACKS)
def test_time_runs_out_for_everybody(frames):
    attempt = Attempt(3, LAYERS, limit_s=1.0)
    states = mount(attempt, [NO_DEPTH_YET, *frames, Shown(gap_s=1000.0)])
    assert states[-1].ending is not None


@given(ATTACKS)
def test_finishing_never_verifies(frames):
    attempt = Attempt(3, LAYERS)
    before = mount(attempt, [*frames, NO_DEPTH_YET])[-1]
    attempt.finish()
    assert attempt.state.verified == before.verified
    assert attempt.state.ending is not None


TABLE = {
    "a live person": ([LIVE] * 3, True),
    "depth comes last": ([NO_DEPTH_YET] * 20 + [LIVE], True),
    "a print that cannot be told": ([Shown(statuses=(PASSED, CANNOT_TELL))] * 50, False),
    "depth of one face, identity of the next": (
        [Shown(NO)] * 10 + [Shown(continues=False, statuses=(PASSED, GATHERING))] * 3,
        False,
    ),
    "the track breaks in the row": ([LIVE, LIVE, Shown(continues=False), LIVE], False),
    "a later frame passes after a failure": ([FLAT, *[LIVE] * 10], False),
    "a check that says nothing": ([Shown(statuses=(PASSED, None))] * 10, False),
    "a measure that is not a number": ([Shown(measure=math.nan)] * 10, False),
    "the time is not a number": ([Shown(gap_s=math.nan)] * 10, False),
}


@pytest.mark.parametrize(("frames", "verified"), TABLE.values(), ids=TABLE)
def test_attacks(frames, verified):
    assert mount(Attempt(3, LAYERS, limit_s=60), frames)[-1].verified is verified


def test_a_row_of_refused_frames_means_another_face():
    attempt = Attempt(3, LAYERS)
    refuses = []
    for number, frame in enumerate([Shown(YES), Shown(NO), Shown(NO), Shown(NO), Shown(YES)]):
        attempt.add(frame.evidence(number / 30))
        refuses.append(attempt.refuses)
    assert refuses == [False, False, False, True, False]


ENDINGS = {
    "never a face": ([Shown(NOBODY)], Ending.NOT_JUDGED, False),
    "a stranger": ([Shown(NO)] * 5, Ending.NOT_SAME, True),
    "too few in a row": ([NO_DEPTH_YET] * 2, Ending.NOT_SAME, True),
    "the right face, too still": ([Shown(statuses=(PASSED, CANNOT_TELL))] * 5, Ending.CANNOT_TELL, False),
    "a print": ([NO_DEPTH_YET, FLAT], Ending.NOT_LIVE, True),
}


@pytest.mark.parametrize(("frames", "ending", "counts"), ENDINGS.values(), ids=ENDINGS)
def test_an_attempt_that_runs_out_ends_with_its_reason(frames, ending, counts):
    attempt = Attempt(3, LAYERS)
    mount(attempt, frames)
    attempt.finish()
    state = attempt.state
    assert (state.ending, state.ending.counts_as_try) == (ending, counts)
    if ending in (Ending.NOT_LIVE, Ending.CANNOT_TELL):
        assert state.reason is LivenessReason.FLAT
    assert not state.verified


def test_an_attempt_that_stays_open_is_verified_only_while_it_holds():
    attempt = Attempt(2, LAYERS, stays_open=True)
    states = mount(attempt, [LIVE, LIVE, Shown(NO), LIVE, LIVE, Shown(continues=False), LIVE])
    assert [state.verified for state in states] == [False, True, False, False, True, False, True]
    assert not any(state.ending for state in states)


def test_without_required_checks_identity_is_enough():
    attempt = Attempt(1)
    attempt.add(FrameEvidence(YES, 1, 0.0, continues=False))
    assert attempt.state.ending is Ending.VERIFIED
