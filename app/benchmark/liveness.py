"""Time the liveness checks of every frame: freshness and depth."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import mean

from app.benchmark.frames import WARM_UP_FRAMES, Budget
from app.benchmark.pipeline import FrameVariant, PipelineTiming, judged_frames, summarize
from app.benchmark.timing import Timing
from model.liveness.depth.measurement import DepthMeasurement
from model.liveness.freshness import Freshness
from model.liveness.result import Layer, LayerResult, LayerStatus
from model.runtime.bundle import Bundle
from model.verification.attempt_plan import AttemptPlan
from model.vision.face import Face
from model.vision.frame import Frame, RgbImage


@dataclass(frozen=True, slots=True)
class LivenessTiming:
    """``whole``: from a frame to its decision, with the checks. ``processor_ms``: the mean processor time of
    both checks for a frame, on all cores together; other load on the machine hardly changes it."""

    whole: PipelineTiming
    checks: dict[str, Timing]
    processor_ms: float


@dataclass(slots=True)
class _TimedCheck:
    """A check that times its work, and whose result is always the same: depth that passes would measure no
    more."""

    layer: Layer
    work: Callable[[Frame, Face], object]
    status: LayerStatus
    seconds: list[float] = field(default_factory=list)
    processor_seconds: list[float] = field(default_factory=list)

    def restart(self) -> None:
        """The face of the benchmark is not lost."""

    def add(self, frame: Frame, face: Face | None) -> LayerResult:
        started, processor = time.perf_counter(), time.process_time()
        if face:
            self.work(frame, face)
        self.processor_seconds.append(time.process_time() - processor)
        self.seconds.append(time.perf_counter() - started)
        return LayerResult(self.layer, self.status)


def time_liveness(bundle: Bundle, references: Sequence[RgbImage], budget: Budget) -> LivenessTiming:
    """Judge frames as in a live attempt whose depth is measured to the end."""
    checks = (
        _TimedCheck(Layer.FRESHNESS, Freshness().add, LayerStatus.PASSED),
        _TimedCheck(Layer.DEPTH, DepthMeasurement().add, LayerStatus.GATHERING),
    )
    plan = AttemptPlan(layers=lambda: checks)
    judged = list(judged_frames(bundle, references, budget, FrameVariant(), plan))
    return LivenessTiming(
        summarize(judged),
        {check.layer.value: Timing.of(check.seconds[WARM_UP_FRAMES:]) for check in checks},
        1000 * sum(mean(check.processor_seconds[WARM_UP_FRAMES:]) for check in checks),
    )
