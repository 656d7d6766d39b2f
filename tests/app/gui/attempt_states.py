"""Every state of an attempt that the Verify screen can show, staged on real frames of the camera."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from app.lockout.policy import MAX_FAILURES, NO_FAILURES, TryStatus
from model.liveness.result import LampColour, Layer, LayerResult, LayerStatus, LivenessReason, Prompt
from model.verification.attempt import AttemptState, Ending
from model.verification.decision import Decision, Reason
from model.verification.session import FrameReport, VerificationSession
from model.vision.quality import Flaw
from tests.app.gui.page_photographs import photograph_pages
from tests.app.gui.window_driver import Condition, WindowDriver, after_ticks

VERDICT_PAGES = 4
"""So many pages show the whole verdict in large text on a small display."""
SECONDS = 3.0
"""Since the attempt began."""
MATCH = Decision(Reason.ENOUGH_MATCHES, matches=11, references=12, similarity=0.9991)
MISMATCH = Decision(Reason.TOO_FEW_MATCHES, matches=1, references=12, similarity=0.985)
LIVE = LayerResult(Layer.DEPTH, LayerStatus.PASSED)


@dataclass(frozen=True)
class StagedState:
    """``decision`` of the frame and of the attempt. ``result``: of the liveness check. ``face``: whether one
    is in the picture."""

    decision: Decision
    result: LayerResult = LIVE
    ending: Ending | None = None
    tries: TryStatus = NO_FAILURES
    face: bool = True
    faces: int = 1

    def applied_to(self, report: FrameReport) -> FrameReport:
        attempt = AttemptState(
            self.ending is Ending.VERIFIED,
            self.decision,
            self.faces,
            frames_judged=30,
            longest_run=3,
            liveness=(self.result,),
            ending=self.ending,
            seconds=SECONDS,
            identity_steady=self.decision.verified,
        )
        return replace(
            report,
            faces=self.faces,
            face=report.face if self.face else None,
            decision=self.decision,
            attempt=attempt,
            evidence=report.evidence if self.decision.compared else None,
        )


def asking(prompt: Prompt, layer: Layer = Layer.DEPTH, lamp: LampColour | None = None) -> LayerResult:
    return LayerResult(layer, LayerStatus.GATHERING, prompt=prompt, lamp=lamp)


def cannot_tell(reason: LivenessReason, layer: Layer = Layer.DEPTH) -> StagedState:
    return StagedState(MATCH, LayerResult(layer, LayerStatus.CANNOT_TELL, reason), Ending.CANNOT_TELL)


def failed(reason: LivenessReason) -> StagedState:
    return StagedState(MATCH, LayerResult(Layer.DEPTH, LayerStatus.FAILED, reason), Ending.NOT_LIVE)


def not_compared(reason: Reason | Flaw, *, face: bool = True, ended: bool = False) -> StagedState:
    ending = Ending.NOT_JUDGED if ended else None
    return StagedState(Decision(reason, references=12), ending=ending, face=face, faces=int(face))


def locked(tries: TryStatus) -> StagedState:
    return StagedState(Decision(Reason.LOCKED_OUT, references=12), tries=tries)


STATES = {
    "checking": StagedState(MISMATCH, LayerResult(Layer.DEPTH, LayerStatus.GATHERING)),
    "live-check": StagedState(MATCH, LayerResult(Layer.DEPTH, LayerStatus.GATHERING)),
    "turn-your-head": StagedState(MATCH, asking(Prompt.TURN_LEFT)),
    "lamp": StagedState(MATCH, asking(Prompt.HOLD_STILL, Layer.LAMP, LampColour(0.55, 0.75, 1.0))),
    "verified": StagedState(MATCH, ending=Ending.VERIFIED),
    "two-faces": StagedState(MATCH, asking(Prompt.TURN_RIGHT), faces=2),
    "not-verified": StagedState(MISMATCH, ending=Ending.NOT_SAME, tries=TryStatus(2)),
    "marked-as-other": StagedState(replace(MATCH, reason=Reason.COUNTER_EXAMPLE), ending=Ending.NOT_SAME),
    "looks-flat": failed(LivenessReason.FLAT),
    "cannot-tell": cannot_tell(LivenessReason.NOT_TURNED),
    "lamp-too-weak": cannot_tell(LivenessReason.LIGHT_TOO_WEAK, Layer.LAMP),
    "another-camera": cannot_tell(LivenessReason.OTHER_CAMERA, Layer.FRESHNESS),
    "virtual-camera": cannot_tell(LivenessReason.VIRTUAL_CAMERA, Layer.FRESHNESS),
    "countdown": locked(TryStatus(5, wait_s=28.0)),
    "locked": locked(TryStatus(MAX_FAILURES, disabled=True)),
    "no-face": not_compared(Reason.NO_FACE, face=False),
    "too-dark": not_compared(Flaw.TOO_DARK),
    "not-judged": not_compared(Flaw.TOO_SMALL, ended=True),
    "no-references": StagedState(Decision(Reason.NO_REFERENCES)),
}


class StagedLimiter:
    """Says what the state of the scenario says. Nobody is locked out for real."""

    def __init__(self) -> None:
        self.tries = NO_FAILURES

    def status(self, person: str) -> TryStatus:
        return self.tries


def photograph_attempts(driver: WindowDriver) -> Iterator[Condition]:
    """Needs a person called Eileen with references. Saves a picture of each state in the data folder."""
    driver.root.use_person("Eileen")
    yield lambda: driver.root.person == "Eileen"
    limiter = driver.controller.limiter = StagedLimiter()
    staged: list[StagedState] = []
    VerificationSession.process = staging(VerificationSession.process, staged)
    for name, state in STATES.items():
        staged[:], limiter.tries = [state], state.tries
        driver.controller.judge_verification()
        yield lambda state=state: shows_face(driver) or not state.face
        yield lambda state=state: counted_tries(driver) == state.tries
        yield after_ticks(20)
        yield from photograph_pages(driver, name, VERDICT_PAGES)


def shows_face(driver: WindowDriver) -> bool:
    report = driver.controller.verification_reports.peek()
    return report is not None and report.face is not None


def counted_tries(driver: WindowDriver) -> TryStatus:
    """As the screen has read them."""
    return driver.root.screen._tries.status(driver.controller.verification_reports.peek())


def staging(
    process: Callable[[VerificationSession, object], FrameReport], staged: list[StagedState]
) -> Callable[[VerificationSession, object], FrameReport]:
    """``process``, whose reports say what the last of ``staged`` says."""
    return lambda session, frame: staged[-1].applied_to(process(session, frame))
