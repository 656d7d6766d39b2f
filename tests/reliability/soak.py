"""Measure the memory and processor use of the window over a long time.

People at the demo camera come and go every half minute, and every screen is opened in between. ``soak.csv``
and ``soak.png`` hold the measurements. The exit code is 1 when memory exceeds 300 MB, or grows by 10 MB
after the first minutes. With ``--at-rest`` the window is minimised and the camera shows no face; the exit
code is 1 when the window uses more than 0.15 of a core.
"""

import argparse
import csv
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import psutil

from app.camera.demo.portraits import EILEEN_COLLINS
from app.storage.paths import PROJECT
from tests.app.gui.camera_scenarios import STOP
from tests.app.gui.virtual_display import display

MAX_MB, MAX_GROWTH_MB = 300.0, 10.0
MAX_CORES_AT_REST, STARTUP_S = 0.15, 20.0
"""The first seconds, in which everything is loaded, do not count."""
SAMPLE_INTERVAL_S = 2.0
WARM_UP_S, COMPARED_S = 180.0, 180.0
"""Warm-up takes every page and scene once. Growth compares the medians of two periods of COMPARED_S."""


@dataclass(frozen=True, slots=True)
class Sample:
    """``cores``: processor time since the previous sample, in cores."""

    seconds: float
    resident_mb: float
    cores: float
    threads: int
    handles: int


def samples(process: psutil.Process, seconds: float) -> Iterator[Sample]:
    """Ends early when the process does."""
    began = last = time.monotonic()
    busy = _busy_s(process)
    while process.is_running() and time.monotonic() < began + seconds:
        time.sleep(SAMPLE_INTERVAL_S)
        now, used = time.monotonic(), _busy_s(process)
        handles = process.num_handles() if sys.platform == "win32" else process.num_fds()
        with process.oneshot():
            resident_mb = process.memory_info().rss / 1e6
            yield Sample(
                now - began, resident_mb, (used - busy) / (now - last), process.num_threads(), handles
            )
        last, busy = now, used


def growth_mb(recorded: Sequence[Sample]) -> float:
    """Median memory at the end less the median after the warm-up."""
    warm = [one.resident_mb for one in recorded if WARM_UP_S < one.seconds <= WARM_UP_S + COMPARED_S]
    end = [one.resident_mb for one in recorded if one.seconds > recorded[-1].seconds - COMPARED_S]
    return statistics.median(end) - statistics.median(warm)


def draw(recorded: Sequence[Sample], out: Path) -> None:
    from training.figures.palette import GENUINE, IMPOSTOR
    from training.report.plot_style import new_figure, to_png

    minutes = [one.seconds / 60 for one in recorded]
    with new_figure(8.0, 4.2) as figure:
        memory, cores = figure.subplots(2, 1, sharex=True, height_ratios=[2, 1])
        memory.plot(minutes, [one.resident_mb for one in recorded], color=GENUINE)
        peak = max(one.resident_mb for one in recorded)
        memory.set(ylabel="resident MB", ylim=(0, 1.1 * max(peak, MAX_MB)))
        memory.axhline(MAX_MB, color=IMPOSTOR, linestyle=":")
        cores.plot(minutes, [one.cores for one in recorded], color=GENUINE, linewidth=0.8)
        cores.set(xlabel="minutes", ylabel="cores", ylim=(0, None))
        out.write_bytes(to_png(figure))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0, help="at least 7, or 1 at rest")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--at-rest", action="store_true")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    recorded, notes = record_window("run_idle" if options.at_rest else "run_busy", 60 * options.minutes)
    with (options.out / "soak.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow([field.name for field in fields(Sample)])
        table.writerows(astuple(one) for one in recorded)
    draw(recorded, options.out / "soak.png")
    return (print_rest_summary if options.at_rest else print_summary)(recorded, notes)


def record_window(scenario: str, seconds: float) -> tuple[list[Sample], dict[str, object]]:
    """Samples of a window that plays ``scenario``, and the scenario's notes."""
    with tempfile.TemporaryDirectory() as folder, display() as environment:
        enrol = ["enrol", "--data", folder, "--images", str(EILEEN_COLLINS.path.parent)]
        subprocess.run([sys.executable, "main.py", *enrol], cwd=PROJECT, check=True)
        command = [sys.executable, "-m", "tests.app.gui.window_driver", scenario, folder, "demo"]
        window = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, text=True)
        recorded = list(samples(psutil.Process(window.pid), seconds))
        Path(folder, STOP).touch()
        return recorded, json.loads(window.communicate(timeout=120)[0].splitlines()[-1])


def print_summary(recorded: Sequence[Sample], notes: dict[str, object]) -> int:
    """Print memory, threads and rates. Returns the exit code."""
    peak, grown = max(one.resident_mb for one in recorded), growth_mb(recorded)
    print(
        f"{recorded[-1].seconds / 60:.1f} minutes: at most {peak:.0f} MB, {grown:+.1f} MB after the warm-up"
    )
    for name in ("threads", "handles"):
        numbers = [getattr(one, name) for one in recorded if one.seconds > WARM_UP_S]
        print(f"{name}: {min(numbers)} to {max(numbers)}")
    print(f"cores used: {statistics.mean(one.cores for one in recorded):.2f} on average")
    for scene, window_rate, judge_rate in notes.get("rates", ())[-4:]:
        print(f"{scene}: {window_rate:.0f} pictures/s in the window, {judge_rate:.0f} judged")
    return 0 if closed_cleanly(notes) and peak <= MAX_MB and grown < MAX_GROWTH_MB else 1


def print_rest_summary(recorded: Sequence[Sample], notes: dict[str, object]) -> int:
    """Print the processor use of a window at rest. Returns the exit code."""
    after_startup = [one.cores for one in recorded if one.seconds > STARTUP_S]
    used = statistics.mean(after_startup)
    print(f"{used:.3f} of a core on average, {max(after_startup):.2f} at most in {SAMPLE_INTERVAL_S:g} s")
    return 0 if closed_cleanly(notes) and used <= MAX_CORES_AT_REST else 1


def closed_cleanly(notes: dict[str, object]) -> bool:
    """Print whether the window closed without an error."""
    well = "error" not in notes and not notes["threads"] and notes["exit_code"] == 0
    print("The window closed cleanly." if well else f"The window did not close cleanly: {notes}")
    return well


def _busy_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system


if __name__ == "__main__":
    sys.exit(main())
