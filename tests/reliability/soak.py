"""The window, open for a long time: ``python -m tests.reliability.soak --minutes 30 --out DIR``.

Somebody comes before the demo camera, sits for half a minute, goes, another one comes; every page is opened
in between. What the process takes is written to ``soak.csv`` and drawn in ``soak.png``. Exits with 1 when it
took more than 300 MB, or 10 MB more at the end than after the first minutes.

``--at-rest``: the window is minimised, the chair empty. Exits with 1 when it uses more than 0.15 of a core.
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
from tests.app.gui.virtual_display import screen

MOST_MB, MOST_GROWTH_MB = 300.0, 10.0
MOST_CORES_AT_REST, SETTLED_S = 0.15, 20.0
"""What is opened and loaded before it is settled does not count."""
EVERY_S = 2.0
WARM_S, COMPARED_S = 180.0, 180.0
"""After so long every page and every scene has been there; ends of so long are compared by their medians."""


@dataclass(frozen=True, slots=True)
class Sample:
    """``cores``: what the process used since the sample before; 1.0 is one core, all the time."""

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
        time.sleep(EVERY_S)
        now, used = time.monotonic(), _busy_s(process)
        handles = process.num_handles() if sys.platform == "win32" else process.num_fds()
        with process.oneshot():
            resident_mb = process.memory_info().rss / 1e6
            yield Sample(
                now - began, resident_mb, (used - busy) / (now - last), process.num_threads(), handles
            )
        last, busy = now, used


def growth_mb(taken: Sequence[Sample]) -> float:
    """From what was taken once it was warm to what was taken at the end."""
    warm = [one.resident_mb for one in taken if WARM_S < one.seconds <= WARM_S + COMPARED_S]
    end = [one.resident_mb for one in taken if one.seconds > taken[-1].seconds - COMPARED_S]
    return statistics.median(end) - statistics.median(warm)


def draw(taken: Sequence[Sample], out: Path) -> None:
    from training.figures.palette import GENUINE, IMPOSTOR
    from training.report.plot_style import new_figure, to_png

    minutes = [one.seconds / 60 for one in taken]
    with new_figure(8.0, 4.2) as figure:
        memory, cores = figure.subplots(2, 1, sharex=True, height_ratios=[2, 1])
        memory.plot(minutes, [one.resident_mb for one in taken], color=GENUINE)
        peak = max(one.resident_mb for one in taken)
        memory.set(ylabel="resident MB", ylim=(0, 1.1 * max(peak, MOST_MB)))
        memory.axhline(MOST_MB, color=IMPOSTOR, linestyle=":")
        cores.plot(minutes, [one.cores for one in taken], color=GENUINE, linewidth=0.8)
        cores.set(xlabel="minutes", ylabel="cores", ylim=(0, None))
        out.write_bytes(to_png(figure))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0, help="at least 7, or 1 at rest")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--at-rest", action="store_true")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    taken, notes = watched("rest" if options.at_rest else "live_on", 60 * options.minutes)
    with (options.out / "soak.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow([field.name for field in fields(Sample)])
        table.writerows(astuple(one) for one in taken)
    draw(taken, options.out / "soak.png")
    return (rest_told if options.at_rest else told)(taken, notes)


def watched(scenario: str, seconds: float) -> tuple[list[Sample], dict[str, object]]:
    """What the window took that played ``scenario``, and what it noted."""
    with tempfile.TemporaryDirectory() as folder, screen() as environment:
        enrol = ["enrol", "--data", folder, "--images", str(EILEEN_COLLINS.path.parent)]
        subprocess.run([sys.executable, "main.py", *enrol], cwd=PROJECT, check=True)
        command = [sys.executable, "-m", "tests.app.gui.window_driver", scenario, folder, "demo"]
        window = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, text=True)
        taken = list(samples(psutil.Process(window.pid), seconds))
        Path(folder, STOP).touch()
        return taken, json.loads(window.communicate(timeout=120)[0].splitlines()[-1])


def told(taken: Sequence[Sample], notes: dict[str, object]) -> int:
    """Print what there was; the exit code."""
    peak, grown = max(one.resident_mb for one in taken), growth_mb(taken)
    print(
        f"{taken[-1].seconds / 60:.1f} minutes: at most {peak:.0f} MB, {grown:+.1f} MB from warm to the end"
    )
    for name in ("threads", "handles"):
        numbers = [getattr(one, name) for one in taken if one.seconds > WARM_S]
        print(f"{name}: {min(numbers)} to {max(numbers)}")
    print(f"cores used: {statistics.mean(one.cores for one in taken):.2f} on average")
    for scene, window_rate, judge_rate in notes.get("rates", ())[-4:]:
        print(f"{scene}: {window_rate:.0f} pictures/s in the window, {judge_rate:.0f} judged")
    return 0 if ended_well(notes) and peak <= MOST_MB and grown < MOST_GROWTH_MB else 1


def rest_told(taken: Sequence[Sample], notes: dict[str, object]) -> int:
    """The same, of a window at rest."""
    settled = [one.cores for one in taken if one.seconds > SETTLED_S]
    used = statistics.mean(settled)
    print(f"{used:.3f} of a core on average, {max(settled):.2f} at most in {EVERY_S:g} s")
    return 0 if ended_well(notes) and used <= MOST_CORES_AT_REST else 1


def ended_well(notes: dict[str, object]) -> bool:
    """Says so, too."""
    well = "error" not in notes and not notes["threads"] and notes["exit_code"] == 0
    print("The window ended well." if well else f"The window did not end well: {notes}")
    return well


def _busy_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system


if __name__ == "__main__":
    sys.exit(main())
