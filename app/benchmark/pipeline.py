"""How long the live path takes: whole, and each of its stages."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.benchmark.frames import VGA, Budget, frames
from app.benchmark.timing import Timing, timed
from model.runtime.bundle import Bundle
from model.verification.decision import Thresholds
from model.verification.matcher import Matcher
from model.verification.reference_index import ReferenceIndex
from model.verification.session import VerificationSession
from model.vision.alignment import align
from model.vision.face import Face
from model.vision.frame import RgbImage
from model.vision.mtcnn import MtcnnFinder
from model.vision.quality import VERIFICATION_LIMITS, check_quality

REFERENCES = 50


@dataclass(frozen=True, slots=True)
class PipelineTiming:
    """From a frame to its decision. ``followed``: the frames in which a face was only followed; ``searched``:
    those whose whole picture was searched; None: there was no such frame."""

    whole: Timing
    followed: Timing | None
    searched: Timing | None


@dataclass(frozen=True, slots=True)
class FrameVariant:
    """What the camera shows, and in how many pixels, (width, height)."""

    scene: str = "eileen"
    size: tuple[int, int] = VGA


@dataclass(frozen=True, slots=True)
class _Judged:
    """How long a frame took, and whether its whole picture was searched."""

    seconds: float
    searched: bool


class _WatchedFinder:
    """A finder that notes whether it searched."""

    def __init__(self) -> None:
        self._finder = MtcnnFinder(live=True)
        self.searched = False

    def find(self, image: RgbImage) -> list[Face]:
        self.searched = True
        return self._finder.find(image)

    def track(self, image: RgbImage, face: Face) -> Face | None:
        return self._finder.track(image, face)


def reference_crops(count: int) -> list[RgbImage]:
    """Crops of the demo camera's person, from other frames than are measured."""
    finder, crops = MtcnnFinder(), []
    for frame, _ in frames(Budget(2 * count, float("inf")), "eileen"):
        for face in finder.find(frame.image)[:1]:
            crops.append(align(frame.image, face.landmarks))
        if len(crops) == count:
            break
    return crops


def time_pipeline(bundle: Bundle, references: Sequence[RgbImage], budget: Budget) -> PipelineTiming:
    """Frames judged one after the other, as in a live attempt."""
    return _summed(list(_attempt(bundle, references, budget, FrameVariant())))


def time_variants(
    bundle: Bundle, references: Sequence[RgbImage], budget: Budget, views: Mapping[str, FrameVariant]
) -> dict[str, PipelineTiming]:
    """A frame of each view in turn, so that what disturbs the machine for a while disturbs all alike."""
    budget = Budget(budget.frames, budget.seconds * len(views))
    attempts = [_attempt(bundle, references, budget, view) for view in views.values()]
    turns = list(zip(*attempts, strict=False))
    return {name: _summed(judged) for name, judged in zip(views, zip(*turns, strict=True), strict=True)}


def _attempt(
    bundle: Bundle, references: Sequence[RgbImage], budget: Budget, view: FrameVariant
) -> Iterator[_Judged]:
    """The frames that count."""
    finder, matcher, card = _WatchedFinder(), Matcher(bundle, bundle.head), bundle.card
    matcher.set_references(references)
    thresholds = Thresholds(card.detection_threshold, card.verification_threshold)
    session = VerificationSession(finder, matcher, thresholds)
    for frame, counts in frames(budget, view.scene, view.size):
        finder.searched = False
        seconds = session.process(frame).judging_seconds
        if counts:
            yield _Judged(seconds, finder.searched)


def _summed(judged: Sequence[_Judged]) -> PipelineTiming:
    return PipelineTiming(
        Timing.of([one.seconds for one in judged]),
        _timing([one.seconds for one in judged if not one.searched]),
        _timing([one.seconds for one in judged if one.searched]),
    )


def stages(bundle: Bundle, references: Sequence[RgbImage], budget: Budget) -> dict[str, Timing]:
    """Each step by itself, on the same frames."""
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
