"""Training and evaluation in a subprocess, so that neither their load nor a crash affects the window."""

import os
import subprocess
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import IO, TypeVar

from app.storage.paths import HOME_VARIABLE, Paths
from app.system.exit_codes import SUPERVISED_VARIABLE, Exit
from model.installation.commands import program_command
from model.messages.message import Message, as_message
from model.storage.json_codec import JsonError, decode_json
from training.jobs.supervision import JobFailure, StoredProgress, lower_priority
from training.metrics.paired_test_result import PairedTestResult
from training.personalization.options import Depth

T = TypeVar("T")

BACKGROUND_FLAGS = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)
"""Windows sets the priority at the start; on other systems this process lowers that of the job."""

KILL_AFTER_S = 0.7
"""Cancelling returns within one second. Nothing is lost: checkpoints are always complete."""


class JobPhase(StrEnum):
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class TrainingResult:
    """``model`` names the new version. ``worse``: why it is not in use; without any, it is."""

    model: str
    worse: list[PairedTestResult]


@dataclass(frozen=True, slots=True)
class EvaluationResult:
    """``report`` is the folder of the report."""

    report: str


@dataclass(frozen=True, slots=True)
class JobState:
    """``done`` of ``total`` steps of ``stage``. ``seconds_left``: of all stages. ``result``: of a training
    that is done. ``report``: of an evaluation that is done, its folder.
    ``loss``: of a training that fits a network."""

    phase: JobPhase
    stage: Message = Message("starting")
    done: int = 0
    total: int = 0
    message: Message = Message("")
    seconds_left: float | None = None
    result: TrainingResult | None = None
    report: str = ""
    loss: float | None = None

    @property
    def rejected(self) -> bool:
        """Whether the training ended with a model that is worse than the one in use."""
        return self.phase is JobPhase.DONE and self.result is not None and bool(self.result.worse)


def training_command(person: str, lfw_folder: str, download: bool, depth: Depth) -> list[str]:
    """The command line of a supervised training."""
    command = program_command("train", "--supervised", "--person", person, "--depth", depth)
    if lfw_folder:
        command += ["--lfw", lfw_folder]
    return [*command, "--download"] if download else command


def evaluation_command(*, lfw_folder: str = "", people_folder: str = "") -> list[str]:
    """The command line of a supervised evaluation of the model in use, on either of the two."""
    source = ["--lfw", lfw_folder] if lfw_folder else ["--people", people_folder]
    return program_command("evaluate", "--supervised", *source)


class TrainingJob:
    """Runs ``command``, reads its updates, and stops it by closing its input. So it also ends when this
    process does."""

    def __init__(
        self, command: Sequence[str], paths: Paths, secrets: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        """``secrets``: environment variables for this process alone."""
        self._cancelled = False
        self._error_lines: deque[str] = deque(maxlen=20)
        self._failure: Message | None = None
        self.state = JobState(JobPhase.RUNNING)
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            env={
                **os.environ,
                **secrets,
                HOME_VARIABLE: str(paths.root),
                SUPERVISED_VARIABLE: "1",
                "PYTHONIOENCODING": "utf-8",
            },
            creationflags=BACKGROUND_FLAGS,
        )
        lower_priority(self._process.pid)
        self._watchers = [
            threading.Thread(target=self._collect_errors, args=(self._process.stderr,), daemon=True),
            threading.Thread(target=self._watch, args=(self._process.stdout,), daemon=True),
        ]
        for watcher in self._watchers:
            watcher.start()

    def cancel(self) -> None:
        """Ask the job to stop, and return at once. A job that does not stop in time is killed."""
        self._cancelled = True
        if self._process.stdin:
            self._process.stdin.close()
        killer = threading.Timer(KILL_AFTER_S, self._process.kill)
        killer.daemon = True
        killer.start()

    def wait(self, timeout_s: float) -> JobState:
        """The state when the job has ended, or after ``timeout_s``."""
        self._watchers[1].join(timeout_s)
        return self.state

    def _watch(self, output: IO[str]) -> None:
        for line in output:
            self._update(line)
        code = self._process.wait()
        self._watchers[0].join(1.0)
        self.state = self._end(code)

    def _update(self, line: str) -> None:
        """``line`` is JSON of a Progress, at the end of a result; anything else is an error
        message."""
        if update := _decoded(line, StoredProgress):
            self.state = JobState(
                JobPhase.RUNNING,
                update.stage.restored(),
                update.done,
                update.total,
                update.message.restored(),
                update.seconds_left,
                loss=update.loss,
            )
        elif result := _decoded(line, TrainingResult):
            self.state = replace(self.state, result=result)
        elif evaluation := _decoded(line, EvaluationResult):
            self.state = replace(self.state, report=evaluation.report)
        elif ended := _decoded(line, JobFailure):
            self._failure = ended.failure.restored()
        else:
            self._error_lines.append(line.strip())

    def _collect_errors(self, errors: IO[str]) -> None:
        for line in errors:
            if line.strip():
                self._error_lines.append(line.strip())

    def _end(self, code: int) -> JobState:
        if code == Exit.DONE:
            return replace(self.state, phase=JobPhase.DONE, seconds_left=0.0)
        if self._cancelled:
            message = Message("The next training on the same pictures continues from here.")
            return replace(self.state, phase=JobPhase.CANCELLED, message=message, seconds_left=None)
        reason = self._failure or self._last_words(code)
        return replace(self.state, phase=JobPhase.FAILED, message=reason, seconds_left=None)

    def _last_words(self, code: int) -> Message:
        """Of a job that was killed, or failed before it could report."""
        if self._error_lines:
            return as_message(self._error_lines[-1])
        return Message("The job ended with exit code {code}.", code=code)


def _decoded(line: str, kind: type[T]) -> T | None:
    """None for anything else."""
    try:
        return decode_json(line, kind)
    except JsonError:
        return None
