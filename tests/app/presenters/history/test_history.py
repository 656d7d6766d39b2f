from datetime import UTC, datetime

import msgspec
import pytest

from app.audit.chain import ChainReport
from app.history.attempt_record import AttemptRecord
from app.presenters.history.history import (
    VERDICTS,
    HistoryFilter,
    audit_words,
    count_words,
    filtered,
    load_picture,
    present_attempt,
    refusal_notification,
)
from app.presenters.tone import Tone
from model.liveness.result import LivenessReason
from model.verification.attempt import Ending
from model.verification.decision import Reason
from model.vision.quality import Flaw
from tests.support.fakes import sharp_image

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
ANN = AttemptRecord(NOON, "Ann", Ending.VERIFIED, Reason.ENOUGH_MATCHES.value, 0.97123, 9, 12)
BOB = AttemptRecord(NOON, "Bob", Ending.NOT_SAME, Reason.TOO_FEW_MATCHES.value, 0.4, 0, 1)
NOBODY = AttemptRecord(NOON, "Ann", Ending.NOT_JUDGED, Reason.NO_FACE.value)


def test_every_ending_has_words():
    assert set(VERDICTS) == set(Ending)


def test_a_verified_attempt():
    picture = sharp_image()
    view = present_attempt(ANN, picture, UTC)
    assert (view.time, view.verdict, view.tone) == ("2026-11-26, 12:00", "Verified", Tone.GOOD)
    assert view.detail == "9 of 12 references match, highest similarity 0.971"
    assert view.person == "Ann" and view.picture is picture


def test_one_match_of_many_is_singular():
    view = present_attempt(msgspec.structs.replace(ANN, matches=1), zone=UTC)
    assert view.detail == "1 of 12 references matches, highest similarity 0.971"


def test_an_attempt_without_a_face_says_why():
    view = present_attempt(NOBODY, zone=UTC)
    assert (view.verdict, view.detail) == ("Not verified: no face could be compared", "No face")


REASONS = {
    "liveness failed, although every reference matches": (
        AttemptRecord(NOON, "Ann", Ending.NOT_LIVE, LivenessReason.FLAT.value, 0.97123, 12, 12),
        "Looks flat  ·  12 of 12 references match, highest similarity 0.971",
    ),
    "marked as another person": (
        AttemptRecord(NOON, "Ann", Ending.NOT_SAME, Reason.COUNTER_EXAMPLE.value, 0.97123, 12, 12),
        "Marked as another person  ·  12 of 12 references match, highest similarity 0.971",
    ),
    "not steady": (
        AttemptRecord(NOON, "Ann", Ending.NOT_SAME, Reason.ENOUGH_MATCHES.value, 0.97123, 12, 12),
        "Too few matching frames in a row  ·  12 of 12 references match, highest similarity 0.971",
    ),
    "too few references": (BOB, "0 of 1 reference matches, highest similarity 0.40"),
}


@pytest.mark.parametrize(("record", "detail"), REASONS.values(), ids=REASONS.keys())
def test_a_refusal_says_why_beside_its_figures(record, detail):
    assert present_attempt(record, zone=UTC).detail == detail


FIGURES_SAY_IT = {Reason.TOO_FEW_MATCHES}


@pytest.mark.parametrize("reason", [*sorted({*Reason} - FIGURES_SAY_IT), *Flaw, *LivenessReason])
def test_every_reason_is_shown(reason):
    record = AttemptRecord(NOON, "Ann", Ending.NOT_SAME, reason.value)
    assert present_attempt(record, zone=UTC).detail


FILTERS = {
    "all": (HistoryFilter.ALL, "", [ANN, BOB, NOBODY]),
    "verified": (HistoryFilter.VERIFIED, "", [ANN]),
    "not verified": (HistoryFilter.NOT_VERIFIED, "", [BOB, NOBODY]),
    "of a person": (HistoryFilter.ALL, "Bob", [BOB]),
    "not verified, of a person": (HistoryFilter.NOT_VERIFIED, "Ann", [NOBODY]),
}


@pytest.mark.parametrize(("chosen", "person", "expected"), FILTERS.values(), ids=FILTERS.keys())
def test_the_filter(chosen, person, expected):
    assert filtered([ANN, BOB, NOBODY], chosen, person) == expected


def test_a_picture_that_cannot_be_read_is_left_out(tmp_path):
    assert load_picture(None) is None
    (tmp_path / "face.jpg").write_bytes(b"")
    assert load_picture(tmp_path / "face.jpg") is None


COUNTS = {
    "nothing yet": ((0, 0, True), "No attempts yet. Every attempt is listed here."),
    "all": ((1, 1, True), "1 attempt"),
    "filtered": ((3, 1200, True), "3 of 1,200 attempts"),
    "off": ((0, 0, False), "The history is turned off in “Settings”, so new attempts are not recorded."),
    "off after some": (
        (3, 5, False),
        "3 of 5 attempts. The history is turned off in “Settings”, so new attempts are not recorded.",
    ),
}


@pytest.mark.parametrize(("counted", "words"), COUNTS.values(), ids=COUNTS.keys())
def test_the_count(counted, words):
    shown, stored, recorded = counted
    assert count_words(shown, stored, recorded=recorded) == words


def test_the_audit_log():
    assert audit_words(ChainReport((), True)) == ("The audit log is intact. It has 0 entries.", Tone.CALM)
    words, tone = audit_words(ChainReport((), True, "Its end is missing."))
    assert (words, tone) == ("The audit log was changed: Its end is missing.", Tone.BAD)


def test_a_notification_names_the_person_and_the_verdict():
    title, text = refusal_notification(BOB)
    assert title == "Another person was refused"
    assert text.startswith("Bob, ") and text.endswith("Not verified: not the same face.")
