"""Run all benchmarks."""

import os
import platform
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.benchmark import scaling
from app.benchmark.baselines import Baselines, baselines
from app.benchmark.frames import Budget
from app.benchmark.liveness import LivenessTiming, time_liveness
from app.benchmark.memory import peak_memory_mb
from app.benchmark.pipeline import REFERENCES, PipelineTiming, reference_crops, stages, time_pipeline
from app.benchmark.startup import startups
from app.benchmark.timing import Timing
from app.system.opencv_threads import limit_opencv_threads
from model.runtime.bundle import Bundle

SERIES = 9
"""Live measurements that share the time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchmarkResults:
    """``memory_mb``: the live pipeline's peak, None when unknown. ``compared``: from an embedding to a
    decision, by the number of references. ``baselines``: a sentence when they were skipped."""

    machine: str
    model_digest: str
    frames: int
    references: int
    live: PipelineTiming
    stages: dict[str, Timing]
    liveness: LivenessTiming
    sizes: dict[str, PipelineTiming]
    faces: dict[str, PipelineTiming]
    compared: dict[str, Timing]
    people: dict[str, Timing]
    startups: dict[str, Timing | None]
    memory_mb: float | None
    baselines: Baselines | str
    ratios: dict[str, float]


def measure_all(
    bundle: Bundle, frames: int, seconds: float, with_baselines: bool, report: Callable[[str], None]
) -> BenchmarkResults:
    """``report`` is called with a line before each long part."""
    limit_opencv_threads()
    budget = Budget(frames, seconds / SERIES)
    few = Budget(max(1, frames // 3), seconds / SERIES)
    report("the live pipeline")
    crops = reference_crops(REFERENCES)
    live = time_pipeline(bundle, crops, budget)
    memory_mb = peak_memory_mb()
    each = stages(bundle, crops, few)
    report("the liveness checks")
    liveness = time_liveness(bundle, crops, budget)
    report("larger frames, more faces, references and people")
    sizes, faces = scaling.with_frame_size(bundle, crops, few), scaling.with_faces(bundle, crops, few)
    compared, people = scaling.with_references(bundle), scaling.with_people(bundle, crops[0])
    report("start-up")
    started = startups()
    if with_baselines:
        report("the tutorial's method and the package mtcnn, for about a minute (--no-baselines skips them)")
    others = baselines(REFERENCES) if with_baselines else "Skipped, as requested."
    return BenchmarkResults(
        machine=f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, "
        f"Python {platform.python_version()}",
        model_digest=bundle.card.digest,
        frames=live.whole.runs,
        references=len(crops),
        live=live,
        stages=each,
        liveness=liveness,
        sizes=sizes,
        faces=faces,
        compared=compared,
        people=people,
        startups=started,
        memory_mb=memory_mb,
        baselines=others,
        ratios=ratios(live, each, sizes, compared, others),
    )


def ratios(
    live: PipelineTiming,
    each: Mapping[str, Timing],
    sizes: Mapping[str, PipelineTiming],
    compared: Mapping[str, Timing],
    others: Baselines | str,
) -> dict[str, float]:
    """Ratios of medians within this run. They hold on other machines, unlike milliseconds."""
    found = {
        f"a frame of {size} to one of 640x480": sizes[size].whole.median_ms / sizes["640x480"].whole.median_ms
        for size in sizes
        if size != "640x480"
    }
    if live.followed and live.searched:
        found["a searched frame to a followed one"] = live.searched.median_ms / live.followed.median_ms
    few, many = compared["50"].median_ms, compared["5000"].median_ms
    found["a frame with 5000 references to one with 50"] = 1 + (many - few) / live.whole.median_ms
    if isinstance(others, Baselines):
        found["the tutorial's verification to ours"] = others.tutorial.median_ms / live.whole.median_ms
        search, follow = (each[stage].median_ms for stage in ("search for faces", "follow a face"))
        found["a search by mtcnn to ours"] = others.mtcnn.median_ms / search
        found["a search by mtcnn to following"] = others.mtcnn.median_ms / follow
    return found
