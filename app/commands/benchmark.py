"""``benchmark``: measure the speed on this machine, and compare it with earlier methods."""

import argparse
import dataclasses
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.benchmark.baselines import Baselines
from app.benchmark.liveness import LivenessTiming
from app.benchmark.pipeline import PipelineTiming
from app.benchmark.suite import BenchmarkResults, measure_all
from app.benchmark.timing import Timing
from app.commands.configuration import configure
from app.storage.errors import translate_os_errors
from app.storage.model_store import ModelStore
from app.storage.paths import Paths
from app.system.exit_codes import Exit, fail
from model.messages.message import Message
from model.runtime.bundle import BundleError
from model.storage.atomic_file import write_atomically
from model.storage.output_file import OutputFileError, require_output_file
from model.terminal.standard_streams import write_answer

NAME_WIDTH = 44
HEADER = f"{'milliseconds':{NAME_WIDTH}}      least    median       p95       p99  a second"


@dataclass(frozen=True, slots=True)
class BenchmarkOptions:
    """``out``: the JSON file for the figures."""

    paths: Paths
    frames: int
    seconds: float
    baselines: bool
    out: Path | None


def run(options: argparse.Namespace) -> int:
    paths, _ = configure(options)
    return measure_speed(
        BenchmarkOptions(paths, options.frames, options.seconds, options.baselines, options.out)
    )


def measure_speed(options: BenchmarkOptions) -> int:
    """Measure, print the table, write the file, and return the exit code."""
    try:
        if options.out:
            require_output_file(options.out, "--json")
        bundle = ModelStore(options.paths.models).load_current()
        results = measure_all(bundle, options.frames, options.seconds, options.baselines, _show_progress)
        write_answer("\n".join(format_results(results)))
        if options.out:
            with translate_os_errors(Message("keep the figures in"), options.out, option="--json"):
                write_atomically(options.out, json.dumps(dataclasses.asdict(results), indent=2).encode())
    except OutputFileError as error:
        return fail(error, Exit.USAGE)
    except (BundleError, OSError) as error:
        return fail(error, Exit.COULD_NOT)
    return Exit.DONE


def format_results(results: BenchmarkResults) -> Iterator[str]:
    """The lines of the table."""
    yield f"{results.machine}; {results.frames} frames of the demo camera, {results.references} references"
    yield HEADER
    yield from _pipeline_rows("a frame, to its decision", results.live)
    yield from _rows("of which: ", results.stages)
    yield from _liveness_rows(results.liveness)
    for size, timing in results.sizes.items():
        yield _row(f"frames of {size}", timing.whole)
    for faces, timing in results.faces.items():
        yield _row(f"frames with {faces}", timing.whole)
    yield from _rows("compare and decide, references: ", results.compared)
    yield from _rows("", results.people)
    yield from _rows("start-up: ", results.startups)
    yield from _baseline_rows(results.baselines)
    yield f"{'memory of the live pipeline':{NAME_WIDTH}} {_megabytes(results.memory_mb)}"
    yield "ratios of medians"
    for name, ratio in results.ratios.items():
        yield f"  {name:{NAME_WIDTH - 2}} {ratio:10.2f}"


def _pipeline_rows(name: str, results: PipelineTiming) -> Iterator[str]:
    yield _row(name, results.whole)
    parts = {"face followed": results.followed, "whole picture searched": results.searched}
    for part, timing in parts.items():
        if timing:
            yield _row(f"  {part} ({timing.runs} frames)", timing)


def _liveness_rows(results: LivenessTiming) -> Iterator[str]:
    yield _row("a frame with liveness checks", results.whole.whole)
    yield from _rows("of which: ", results.checks)
    yield f"{'  processor time of both checks':{NAME_WIDTH}} {'on average':>9} {results.processor_ms:9.2f}"


def _rows(prefix: str, timings: Mapping[str, Timing] | Mapping[str, Timing | None]) -> Iterator[str]:
    for name, timing in timings.items():
        yield _row(prefix + name, timing) if timing else f"{prefix + name:{NAME_WIDTH}}   not measured here"


def _row(name: str, timing: Timing) -> str:
    times = (timing.least_ms, timing.median_ms, timing.p95_ms, timing.p99_ms)
    return f"{name:{NAME_WIDTH}} {' '.join(f'{ms:9.2f}' for ms in times)} {timing.per_second:9.1f}"


def _baseline_rows(results: Baselines | str) -> Iterator[str]:
    if isinstance(results, str):
        yield f"the tutorial's way, and mtcnn: {results}"
        return
    yield _row("the tutorial's way: a verification", results.tutorial)
    yield f"{'  ready after':{NAME_WIDTH}} {results.ready_s:10.1f} s"
    yield f"{'  memory':{NAME_WIDTH}} {_megabytes(results.memory_mb)}"
    yield _row("the package mtcnn: a search", results.mtcnn)


def _megabytes(memory_mb: float | None) -> str:
    return "  unknown on this system" if memory_mb is None else f"{memory_mb:10.0f} MB"


def _show_progress(part: str) -> None:
    print(f"Measuring {part} ...", file=sys.stderr)
