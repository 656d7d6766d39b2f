"""What the Collect screen says."""

from dataclasses import dataclass

from app.capture.collector import CaptureProgress, CollectReport
from app.presenters.advice import ADVICE, Advice
from app.presenters.plurals import LARGEST_IS_KEPT, several_faces
from app.presenters.readiness import Readiness, blocking_state
from app.presenters.tone import Tone
from app.storage.crop_store import CropKind
from app.translation.catalogue import ntr, tr, translatable, translate
from model.vision.frame import Box


@dataclass(frozen=True, slots=True)
class CollectView:
    """Whether the crop that is shown would be kept, and why not."""

    headline: str
    tone: Tone
    detail: str
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class CaptureNotice:
    """The result of a request to keep a crop."""

    sentence: str
    tone: Tone


KINDS = {
    CropKind.ANCHOR: translatable("anchors"),
    CropKind.POSITIVE: translatable("positives"),
    CropKind.NEGATIVE: translatable("negatives"),
}
KEPT = {
    CropKind.ANCHOR: translatable("Kept as an anchor."),
    CropKind.POSITIVE: translatable("Kept as a positive."),
    CropKind.NEGATIVE: translatable("Kept as a negative."),
}
NO_PICTURE = Advice(translatable("No picture"), translatable("Try again."))
WAITING = CollectView(translatable("One moment"), Tone.CALM, translatable("Checking the first picture."))


def present(report: CollectReport | None, readiness: Readiness) -> CollectView:
    blocked = blocking_state(readiness)
    if blocked:
        return CollectView(blocked.headline, blocked.tone, blocked.detail)
    if report is None:
        return CollectView(tr(WAITING.headline), WAITING.tone, tr(WAITING.detail))
    box = report.face.box if report.face else None
    if report.reason is None:
        detail = several_faces(report.faces, LARGEST_IS_KEPT) or tr(
            "Sharp, well lit and different from the other pictures."
        )
        return CollectView(tr("Good enough to keep"), Tone.GOOD, detail, box)
    advice = ADVICE[report.reason]
    return CollectView(tr(advice.headline), Tone.UNSURE, tr(advice.next_step), box)


def notice_of(report: CollectReport) -> CaptureNotice | None:
    """The message for a report that answers a request or failed; None for any other report."""
    if report.failure:
        return CaptureNotice(translate(report.failure), Tone.BAD)
    if report.requested is None:
        return None
    if report.saved:
        return CaptureNotice(tr(KEPT[report.requested]), Tone.GOOD)
    advice = ADVICE[report.reason] if report.reason else NO_PICTURE
    reason = tr(advice.headline)
    not_kept = tr("Not kept: {reason}.", reason=reason[:1].lower() + reason[1:])
    return CaptureNotice(f"{not_kept} {tr(advice.next_step)}", Tone.UNSURE)


def captured_words(kind: CropKind, progress: CaptureProgress | None) -> str:
    """How far the automatic capture of ``kind`` is; empty when another kind or none is captured."""
    if progress is None or progress.kind is not kind or progress.done:
        return ""
    return tr("{saved} of {target}", saved=progress.saved, target=progress.target)


def progress_words(progress: CaptureProgress | None) -> str:
    if progress is None:
        return ""
    if progress.done:
        return tr("{crops} captured.", crops=counted_crops(progress.kind, progress.target))
    return tr(
        "Capturing {crops}: {saved} of {target}. Turn and nod slowly.",
        crops=tr(KINDS[progress.kind]),
        saved=progress.saved,
        target=progress.target,
    )


def counted_crops(kind: CropKind, count: int) -> str:
    """ "1 anchor", "2 positives"."""
    match kind:
        case CropKind.ANCHOR:
            return ntr("{count} anchor", "{count} anchors", count)
        case CropKind.POSITIVE:
            return ntr("{count} positive", "{count} positives", count)
        case CropKind.NEGATIVE:
            return ntr("{count} negative", "{count} negatives", count)
