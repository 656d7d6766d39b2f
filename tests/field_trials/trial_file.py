"""Trials that take hours: each finished job is a line of a file, and a run that was stopped goes on."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Job(Generic[T]):
    """``name``: unique in its file. ``run`` returns the trials of this job."""

    name: str
    run: Callable[[], Sequence[T]]


class TrialFile(Generic[T]):
    """``trial``: the dataclass of a trial. ``path``: None keeps nothing."""

    def __init__(self, path: Path | None, trial: type[T]) -> None:
        self._path, self._trial = path, trial

    def finish(self, jobs: Iterable[Job[T]]) -> Iterator[T]:
        """The trials of all ``jobs``: of those in the file as they are there, the others run now."""
        done = self._read()
        for job in jobs:
            if job.name not in done:
                trials = job.run()
                self._append(job.name, trials)
                yield from trials
            else:
                yield from done[job.name]

    def _read(self) -> dict[str, list[T]]:
        """A line that was cut off by a kill counts for nothing, and goes."""
        if self._path is None or not self._path.exists():
            return {}
        whole = [line for line in self._path.read_bytes().splitlines(keepends=True) if line.endswith(b"\n")]
        self._path.write_bytes(b"".join(whole))
        rows = [msgspec.json.decode(line) for line in whole]
        return {row["job"]: msgspec.convert(row["trials"], list[self._trial]) for row in rows}  # type: ignore[name-defined]

    def _append(self, job: str, trials: Sequence[T]) -> None:
        if self._path is None:
            return
        with self._path.open("ab") as file:
            file.write(msgspec.json.encode({"job": job, "trials": list(trials)}) + b"\n")
