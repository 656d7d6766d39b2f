"""Time the live pipeline: as a whole, and each stage."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.benchmark.frames import VGA, Budget, frames
from app.benchmark.timing import Timing, timed
from model.runtime.bundle import Bundle
from model.verification.attempt_plan import DEFAULT_PLAN, AttemptPlan
from model.verification.comparison.reference_index import ReferenceIndex
from model.verification.decision import Thresholds
from model.verification.matcher import Matcher
from model.verification.session import VerificationSession
from model.vision.alignment import align
from model.vision.face import Face
from model.vision.frame import RgbImage
from model.vision.mtcnn import MtcnnFinder
from model.vision.quality import VERIFICATION_LIMITS, check_quality

REFERENCES = 50


@dataclass(frozen=True, slots=True)
class PipelineTiming:
    """From a frame to its decision. ``followed``: frames in which a face was tracked. ``searched``: frames
    that were searched as a whole. None without such frames."""

    whole: Timing
    followed: Timing | None
    searched: Timing | None


@dataclass(frozen=True, slots=True)
class FrameVariant:
    """The scene, and the frame's size, (width, height)."""

    scene: str = "eileen"
    size: tuple[int, int] = VGA


@dataclass(frozen=True, slots=True)
class JudgedFrame:
    """``searched``: whether the whole frame was searched."""

    seconds: float
    searched: bool


class _RecordingFinder:
    """Records whether it searched a whole frame."""

    def __init__(self) -> None:
        self._finder = MtcnnFinder(live=True)
        self.searched = False

    def find(self, image: RgbImage) -> list[Face]:
        self.searched = True
        return self._finder.find(image)

    def track(self, image: RgbImage, face: Face) -> Face | None:
        return self._finder.track(image, face)


def reference_crops(count: int) -> list[RgbImage]:
    """Crops of the demo camera's person."""
    finder, crops = MtcnnFinder(), []
    for frame, _ in frames(Budget(2 * count, float("inf")), "eileen"):
        for face in finder.find(frame.image)[:1]:
            crops.append(align(frame.image, face.landmarks))
        if len(crops) == count:
            break
    return crops


def time_pipeline(bundle: Bundle, references: Sequence[RgbImage], budget: Budget) -> PipelineTiming:
    """Judge frames one after the other, as in a live attempt."""
    return summarize(list(judged_frames(bundle, references, budget, FrameVariant())))


def time_variants(
    bundle: Bundle, references: Sequence[RgbImage], budget: Budget, variants: Mapping[str, FrameVariant]
) -> dict[str, PipelineTiming]:
    """Time the variants in turn, frame by frame, so that other load on the machine affects all equally."""
    budget = Budget(budget.frames, budget.seconds * len(variants))
    attempts = [judged_frames(bundle, references, budget, variant) for variant in variants.values()]
    turns = list(zip(*attempts, strict=False))
    return {name: summarize(judged) for name, judged in zip(variants, zip(*turns, strict=True), strict=True)}


def judged_frames(
    bundle: Bundle,
    references: Sequence[RgbImage],
    budget: Budget,
    variant: FrameVariant,
    plan: AttemptPlan = DEFAULT_PLAN,
) -> Iterator[JudgedFrame]:
    """The counted frames."""
    finder, matcher, card = _RecordingFinder(), Matcher(bundle, bundle.head), bundle.card
    matcher.set_references(references)
    thresholds = Thresholds(card.detection_threshold, card.verification_threshold)
    session = VerificationSession(finder, matcher, thresholds, plan)
    for frame, counts in frames(budget, variant.scene, variant.size):
        finder.searched = False
        seconds = session.process(frame).judging_seconds
        if counts:
            yield JudgedFrame(seconds, finder.searched)


def summarize(judged: Sequence[JudgedFrame]) -> PipelineTiming:
    return PipelineTiming(
        Timing.of([one.seconds for one in judged]),
        _timing([one.seconds for one in judged if not one.searched]),
        _timing([one.seconds for one in judged if one.searched]),
    )


def stages(bundle: Bundle, references: Sequence[RgbImage], budget: Budget) -> dict[str, Timing]:
    """Time each stage by itself, on the same frames."""
    finder, index = MtcnnFinder(live=True), ReferenceIndex(bundle.head, bundle.embed(references))
    seconds: defaultdict[str, list[float]] = defaultdict(list)
    face: Face | None = None
    for frame, counts in frames(budget):
        took: defaultdict[str, list[float]] = defaultdict(list)
        before, found = face, timed(took["search for faces"], finder.find, frame.image)
        face = found[0] if found else None
        if before is None or face is None:
            continue
        timed(took["follow a face"], finder.track, frame.image, before)
        crop = timed(took["align"], align, frame.image, face.landmarks)
        timed(took["quality"], check_quality, frame.image, face, crop, VERIFICATION_LIMITS)
        rows = timed(took["embed"], bundle.embed, [crop])
        timed(took["compare"], index.similarities, rows[0])
        for stage, once in took.items():
            seconds[stage] += [sum(once)] if counts else []
    return {stage: Timing.of(times) for stage, times in seconds.items()}


def _timing(seconds: list[float]) -> Timing | None:
    return Timing.of(seconds) if seconds else None
