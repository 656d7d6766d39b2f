"""What the guided enrolment says."""

from dataclasses import dataclass, replace

from app.capture.collector import CollectReport
from app.capture.pose_enrolment import EnrolmentProgress, Side, SideState
from app.live.engine import Phase
from app.presenters.advice import Advice
from app.presenters.collect import CollectView, present
from app.presenters.readiness import Readiness
from app.presenters.tone import Tone
from app.translation.catalogue import tr, translatable
from model.vision.frame import Box
from model.vision.quality import Flaw

PROMPTS = {
    Side.STRAIGHT: translatable("Look straight into the camera"),
    Side.LEFT: translatable("Turn your head a little to your left"),
    Side.RIGHT: translatable("Turn your head a little to your right"),
    Side.UP: translatable("Raise your chin a little"),
    Side.DOWN: translatable("Lower your chin a little"),
}
TOO_FAR = Advice(
    translatable("Not so far"), translatable("Turn back a little: the camera must see both eyes.")
)
"""While a turned pose is wanted, the usual advice, to look straight into the camera, would be wrong."""
RECORDING_ENDED = Advice(
    translatable("Not enough yet"), translatable("The recording has ended. Play it again to continue.")
)
UNSEEN = translatable("Unknown until there is a picture.")
NO_SIDE_LEFT = translatable("Move your head slowly")
SIDE_NAMES = {
    Side.STRAIGHT: translatable("Straight"),
    Side.LEFT: translatable("Left"),
    Side.RIGHT: translatable("Right"),
    Side.UP: translatable("Up"),
    Side.DOWN: translatable("Down"),
}
STATE_WORDS = {
    SideState.DONE: translatable("done"),
    SideState.SKIPPED: translatable("skipped"),
    SideState.WAITING: "",
}


@dataclass(frozen=True, slots=True)
class SideView:
    """One pose of the ring. ``words`` follow its name, so that colour is not the only sign."""

    side: Side
    name: str
    words: str
    state: SideState
    current: bool


@dataclass(frozen=True, slots=True)
class EnrolmentView:
    """``prompt``: what to do now. ``detail``: what is wrong with the face, or how far it is. ``share`` of the
    crops that are taken, in [0, 1]. ``skip_words``: of the button that skips a pose, or ends when none is
    left."""

    prompt: str
    tone: Tone
    detail: str
    sides: tuple[SideView, ...]
    share: float
    can_skip: bool
    skip_words: str = ""
    box: Box | None = None


def present_enrolment(
    progress: EnrolmentProgress, report: CollectReport | None, readiness: Readiness
) -> EnrolmentView:
    seen = _seen(progress, report, readiness)
    prompt = tr(PROMPTS[progress.current] if progress.current else NO_SIDE_LEFT)
    good = seen.tone is Tone.GOOD
    return EnrolmentView(
        prompt=prompt if good else seen.headline,
        tone=Tone.CALM if good else seen.tone,
        detail=_progress_words(progress) if good else seen.detail,
        sides=tuple(_side_view(side, state, progress.current) for side, state in progress.sides.items()),
        share=progress.taken / progress.wanted,
        can_skip=progress.current is not Side.STRAIGHT,
        skip_words=tr("Skip this pose (S)") if progress.current else tr("Finish now (S)"),
        box=seen.box,
    )


def _seen(progress: EnrolmentProgress, report: CollectReport | None, readiness: Readiness) -> CollectView:
    seen = present(report, readiness)
    if readiness.camera.phase is Phase.ENDED:
        return CollectView(tr(RECORDING_ENDED.headline), Tone.UNSURE, tr(RECORDING_ENDED.next_step), seen.box)
    straight_wanted = progress.current is Side.STRAIGHT
    if report is None or report.reason is not Flaw.TURNED_AWAY or straight_wanted or seen.box is None:
        return seen
    return replace(seen, headline=tr(TOO_FAR.headline), detail=tr(TOO_FAR.next_step))


def _progress_words(progress: EnrolmentProgress) -> str:
    return tr(
        "{taken} of {wanted} pictures. At most {seconds} more seconds.",
        taken=progress.taken,
        wanted=progress.wanted,
        seconds=f"{progress.seconds_left:.0f}",
    )


def _side_view(side: Side, state: SideState, current: Side | None) -> SideView:
    words = tr("now") if side is current else tr(STATE_WORDS[state])
    return SideView(side, tr(SIDE_NAMES[side]), words, state, side is current)


@dataclass(frozen=True, slots=True)
class CheckItem:
    """``words``: the result of one check of the camera; ``tone``: whether it passed."""

    name: str
    words: str
    tone: Tone


def present_checks(
    seen: CollectView, camera: str, has_picture: bool, has_face: bool
) -> tuple[CheckItem, ...]:
    """Camera, face and light, before the enrolment starts. ``seen``: as the Collect screen has it."""
    searched = tr("Not found yet. Look into the camera.") if has_picture else tr(UNSEEN)
    found = tr("Found") if has_face else searched
    good = has_face and seen.tone is Tone.GOOD
    unknown = tr("Unknown until a face is found.") if has_picture else tr(UNSEEN)
    light = tr("Good") if good else f"{seen.headline}. {seen.detail}" if has_face else unknown
    return (
        CheckItem(tr("Camera"), camera if has_picture else tr("No picture"), _passed(has_picture)),
        CheckItem(tr("Face"), found, _passed(has_face)),
        CheckItem(tr("Light and position"), light, _passed(good)),
    )


def _passed(passed: bool) -> Tone:
    return Tone.GOOD if passed else Tone.UNSURE
