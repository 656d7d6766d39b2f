"""One record for each attempt, from reports made by hand."""

from pathlib import Path

import pytest

from app.history.attempt_recorder import REFUSED_FRAMES, AttemptRecorder, recording_attempts
from app.history.history_store import HistoryStore
from app.storage.errors import StoreError
from model.verification.attempt import AttemptState, Ending
from model.verification.decision import Decision, Reason
from model.verification.session import FrameReport
from tests.support.fakes import face_at, frame_of, grey, sharp_image

MATCH = Decision(Reason.ENOUGH_MATCHES, matches=9, references=12, similarity=0.97)
MISMATCH = Decision(Reason.TOO_FEW_MATCHES, matches=1, references=12, similarity=0.4)


def report(
    number: int, decision: Decision, ending: Ending | None = None, verified: bool = False
) -> FrameReport:
    attempt = AttemptState(verified, decision, faces=1, frames_judged=number, longest_run=0, ending=ending)
    return FrameReport(frame_of(grey()), 1, face_at(), sharp_image(), decision, attempt, True, 0.01)


def endings(recorder: AttemptRecorder, *reports: FrameReport) -> list[Ending]:
    return [record.ending for one in reports if (record := recorder.record_of(one))]


def test_an_attempt_is_recorded_once_when_it_ends() -> None:
    verified = report(3, MATCH, Ending.VERIFIED, verified=True)
    recorder = AttemptRecorder("Ann")
    assert endings(recorder, report(1, MATCH), report(2, MATCH), verified, verified) == [Ending.VERIFIED]


def test_the_next_attempt_is_recorded_even_after_one_frame() -> None:
    recorder, verified = AttemptRecorder("Ann"), report(1, MATCH, Ending.VERIFIED, verified=True)
    assert endings(recorder, verified) == [Ending.VERIFIED]
    recorder.begin()
    assert endings(recorder, verified) == [Ending.VERIFIED]


def test_while_judging_goes_on_and_on_a_refusal_is_recorded_once() -> None:
    reports = [report(number, MISMATCH) for number in range(1, 3 * REFUSED_FRAMES)]
    recorder = AttemptRecorder("Ann")
    assert endings(recorder, *reports) == [Ending.NOT_SAME]
    assert endings(recorder, report(99, MATCH, verified=True)) == [Ending.VERIFIED]


def test_a_few_refused_frames_are_no_refusal() -> None:
    reports = [report(number, MISMATCH) for number in range(1, REFUSED_FRAMES)]
    assert endings(AttemptRecorder("Ann"), *reports, report(50, MATCH)) == []


def test_the_record_has_the_figures_of_the_attempt() -> None:
    record = AttemptRecorder("Ann").record_of(report(3, MISMATCH, Ending.NOT_SAME))
    assert record
    assert (record.person, record.reason) == ("Ann", "too few references match")
    assert (record.similarity, record.matches, record.references) == (0.4, 1, 12)


@pytest.mark.parametrize("keep_picture", [False, True])
def test_pictures_are_kept_only_on_request(tmp_path: Path, keep_picture: bool) -> None:
    history, seen = HistoryStore(tmp_path), []
    ended = report(3, MISMATCH, Ending.NOT_SAME)
    judge = recording_attempts(
        lambda frame: ended, AttemptRecorder("Ann"), history, keep_picture, seen.append
    )

    assert judge(ended.frame) is ended

    assert history.records() == seen
    assert (history.picture(seen[0]) is not None) is keep_picture


def test_a_full_disk_costs_the_record_and_not_the_verdict(tmp_path: Path) -> None:
    class FullDisk(HistoryStore):
        def add(self, record, picture=None):
            raise StoreError("No space left.")

    ended, seen = report(3, MISMATCH, Ending.NOT_SAME), []
    judge = recording_attempts(
        lambda frame: ended, AttemptRecorder("Ann"), FullDisk(tmp_path), False, seen.append
    )
    assert judge(ended.frame) is ended
    assert seen[0].ending is Ending.NOT_SAME
