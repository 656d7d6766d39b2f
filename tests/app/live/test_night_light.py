from collections.abc import Sequence

from app.live.night_light import DARK_FRAMES, LEFT_FRAMES, NightLight
from model.verification.attempt import AttemptState, Ending
from model.verification.decision import Decision, Reason
from model.verification.session import FrameReport
from model.vision.quality import Flaw
from tests.support.fakes import face_at, frame_of, grey

DARK, LIT, NO_FACE = (
    Decision(Flaw.TOO_DARK),
    Decision(Reason.TOO_FEW_MATCHES, 1, 9, 0.5),
    Decision(Reason.NO_FACE),
)


def report(decision: Decision, ending: Ending | None = None, brightness: int = 128) -> FrameReport:
    attempt = AttemptState(False, decision, faces=1, frames_judged=1, longest_run=0, ending=ending)
    face = None if decision is NO_FACE else face_at()
    return FrameReport(frame_of(grey(brightness)), 1, face, None, decision, attempt, True, 0.01)


def after(light: NightLight, reports: Sequence[FrameReport]) -> bool:
    return [light.update(one, enabled=True) for one in reports][-1]


def lit_up() -> NightLight:
    light = NightLight()
    assert after(light, [report(DARK) for _ in range(DARK_FRAMES)])
    return light


def test_a_dark_face_turns_it_on_after_a_few_frames():
    assert not after(NightLight(), [report(DARK) for _ in range(DARK_FRAMES - 1)])
    lit_up()


def test_the_same_report_counts_once():
    assert not after(NightLight(), [report(DARK)] * (2 * DARK_FRAMES))


def test_it_stays_on_although_it_brightens_the_face():
    assert after(lit_up(), [report(LIT) for _ in range(100)])


def test_the_end_of_the_attempt_turns_it_off():
    assert not after(lit_up(), [report(LIT, Ending.NOT_SAME)])


def test_it_goes_off_when_the_person_has_left():
    light = lit_up()
    assert after(light, [report(NO_FACE) for _ in range(LEFT_FRAMES - 1)])
    assert not after(light, [report(NO_FACE)])


def test_a_dark_picture_without_a_face_turns_it_on():
    assert after(NightLight(), [report(NO_FACE, brightness=10) for _ in range(DARK_FRAMES)])
    assert not after(NightLight(), [report(NO_FACE, brightness=90) for _ in range(DARK_FRAMES)])


def test_it_is_off_without_an_attempt_or_when_the_user_turned_it_off():
    assert not lit_up().update(None, enabled=True)
    assert not lit_up().update(report(DARK), enabled=False)
