"""Fuzz one target in a separate process until the time is up or something is found."""

import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from app.storage.paths import PROJECT
from tests.fuzz.target import Target

CORPUS = Path(__file__).parent / "corpus"
"""Earlier findings and interesting inputs, a folder for each target."""
MEMORY_FOLDER = Path("/dev/shm")
"""Faster than a disk, where it exists."""
FUZZER_MODULE = "tests.fuzz.fuzzer_process"
GRACE_S = 120.0
"""For imports, reading the corpus and the shutdown."""


@dataclass(frozen=True, slots=True)
class FuzzResult:
    """``found``: inputs that show a fault. ``code``: exit code, 0 when the round was completed."""

    target: str
    minutes: float
    inputs: int
    found: tuple[Path, ...]
    code: int
    log: Path

    @property
    def passed(self) -> bool:
        return self.code == 0 and not self.found


def fuzz(
    name: str, target: Target, minutes: float, corpus: Path, folder: Path, module: str = FUZZER_MODULE
) -> FuzzResult:
    """Extend ``corpus``; write findings and the log to ``folder``. ``module`` runs the target ``name``."""
    found, log = folder / "found", folder / "log.txt"
    for kept in (corpus, found):
        kept.mkdir(parents=True, exist_ok=True)
    before, started = set(found.iterdir()), time.monotonic()
    with tempfile.TemporaryDirectory(dir=MEMORY_FOLDER if MEMORY_FOLDER.is_dir() else None) as scratch:
        seeds = _write_seeds(target, Path(scratch))
        flags = [*_flags(target, minutes, Path(scratch)), f"-artifact_prefix={found}/"]
        inputs = [str(corpus), str(seeds), *_saved_corpus(name)]
        code = _run([module, name, scratch, *flags, *inputs], log, minutes)
    return FuzzResult(
        target=name,
        minutes=(time.monotonic() - started) / 60,
        inputs=count_executed(log.read_text(encoding="utf-8", errors="replace")),
        found=tuple(sorted(set(found.iterdir()) - before)),
        code=code,
        log=log,
    )


def count_executed(log: str) -> int:
    """The number of inputs in libFuzzer's statistics; 0 when it was killed before it printed them."""
    stats = re.findall(r"number_of_executed_units: (\d+)", log)
    return int(stats[-1]) if stats else 0


def _write_seeds(target: Target, scratch: Path) -> Path:
    seeds = scratch / "seeds"
    seeds.mkdir()
    for name, content in target.seeds().items():
        (seeds / name).write_bytes(content)
    return seeds


def _saved_corpus(name: str) -> list[str]:
    return [str(CORPUS / name)] if (CORPUS / name).is_dir() else []


def _flags(target: Target, minutes: float, scratch: Path) -> list[str]:
    words = scratch / "words.txt"
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in (b"\0", *target.words)), encoding="ascii")
    return [
        f"-max_total_time={max(1, round(minutes * 60))}",
        f"-timeout={target.timeout_s}",
        f"-rss_limit_mb={target.memory_mb + _inherited_peak_mb()}",
        f"-max_len={target.longest_bytes}",
        f"-dict={words}",
        "-print_final_stats=1",
        # Native parsers show no coverage: keep inputs that look equal.
        "-keep_seed=1",
        "-reduce_inputs=0",
        "-len_control=0",
    ]


def _inherited_peak_mb() -> int:
    """libFuzzer reads the peak memory of its process, which on Linux begins at the peak of the process that
    started it: a test process that has loaded TensorFlow, for instance."""
    if sys.platform != "linux":
        return 0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _escaped(word: bytes) -> str:
    return "".join(rf"\x{byte:02x}" for byte in word)


def _run(arguments: list[str], log: Path, minutes: float) -> int:
    """The exit code. Native code that ignores the time limit is killed."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=PROJECT,
            env={**os.environ, "OPENCV_LOG_LEVEL": "SILENT"},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            return process.wait(minutes * 60 + GRACE_S)
        except subprocess.TimeoutExpired:
            return -9
        finally:
            process.kill()
            process.wait()
