"""The long run: a student follows its teacher, lesson by lesson, and goes on where it was stopped."""

import hashlib
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import keras
import torch

from training.distillation.batches import Lesson, RoundMaker
from training.distillation.data_parallel import Team
from training.distillation.hyperparameters import DistillingPlan
from training.distillation.keras_to_torch import kernels_of
from training.distillation.learning_curve import Point, append_point
from training.distillation.muon import Muon, shared_out
from training.distillation.student import Student
from training.distillation.weight_average import WeightAverage
from training.jobs.progress import JobCancelled, JobError, Progress, ReportProgress, ShouldStop
from training.optimization.checkpoint import Checkpoint, load_checkpoint, save_checkpoint

STAGE = "distilling"
CHECKPOINT, CURVE = "distilling.npz", "curve.csv"
SMALLEST_PART = 32
"""Of a batch: each part is normalised by itself, which fewer crops would make a matter of luck."""
ADAM_SHARE = 0.1
"""Of the plan's learning rate, for what is no matrix."""


class Distiller:
    """Teaches ``embedding`` in place; in the end it has the average of the weights.

    A distiller with the same seed, rounds of the same size and ``identity`` goes on from the checkpoint in
    ``work``; ``identity`` says which faces, teacher and start.

    ``judge`` says how good the embedding is on crops of a size, for the curve; it is asked whenever the state
    is saved.
    """

    def __init__(
        self,
        embedding: keras.Model,
        plan: DistillingPlan,
        work: Path,
        identity: str,
        judge: Callable[[Student, int], float],
    ) -> None:
        self.embedding = embedding
        self._plan = plan
        self._work = work
        kept = replace(plan.round, small_rounds=0)
        self._run = hashlib.sha256(f"{kept} {plan.seed} {identity}".encode()).hexdigest()
        self._judge = judge
        self._student = Student(embedding)
        members = max(1, min(plan.threads, plan.round.batch // SMALLEST_PART))
        self._team = Team(self._student, members if self._student.device.type == "cpu" else 1, plan.bfloat16)
        torch.set_num_threads(max(1, plan.threads // self._team.size))
        self._optimizers = self._new_optimizers()
        self._average = WeightAverage(self._student, plan.average_decay)

    def run(self, maker: RoundMaker, report: ReportProgress, should_stop: ShouldStop) -> tuple[float, ...]:
        """The mean loss of each round. ``should_stop`` is asked before every lesson.

        Raises JobCancelled when asked to stop (what was learned since the last saved round is begun again
        next time) and JobError when the loss is no longer a number.
        """
        losses = self._resume()
        if not losses:
            (self._work / CURVE).unlink(missing_ok=True)
        lessons = maker.lessons(len(losses), self._plan.rounds)
        for number in range(len(losses), self._plan.rounds):
            started = time.perf_counter()
            losses = (*losses, self._round(number, lessons, report, should_stop))
            if (number + 1) % self._plan.save_every == 0 or number + 1 == self._plan.rounds:
                self._save(losses)
                self._note(losses, time.perf_counter() - started)
        self._average.network.write(self.embedding)
        return losses

    def _round(
        self, number: int, lessons: Iterator[Lesson], report: ReportProgress, should_stop: ShouldStop
    ) -> float:
        steps, total = self._plan.round.steps, 0.0
        self._student.train()
        for step in range(steps):
            if should_stop():
                raise JobCancelled(f"Stopped in round {number + 1} of {self._plan.rounds}.")
            loss = self._learn(next(lessons), number * steps + step)
            if not math.isfinite(loss):
                advice = "Delete the checkpoint and try a lower learning rate."
                raise JobError(f"The loss stopped being a number in round {number + 1}. {advice}")
            total += loss
            message = f"loss {total / (step + 1):.4f}"
            report(Progress(STAGE, number * steps + step + 1, self._plan.rounds * steps, message))
        return total / steps

    def _learn(self, lesson: Lesson, step: int) -> float:
        self._pace(self._plan.share_at(step))
        loss = self._team.learn(lesson)
        self._team.each(lambda optimizer: optimizer.step(), self._optimizers)
        self._average.add(self._student, step)
        return loss

    def _pace(self, share: float) -> None:
        for optimizer in self._optimizers:
            for group in optimizer.param_groups:
                group["lr"] = share * group["peak"]

    def _note(self, losses: tuple[float, ...], seconds: float) -> None:
        crops = self._plan.round.steps * self._plan.round.batch
        judged = self._judge(self._average.network, self._plan.round.crop_size(len(losses) - 1))
        rate = round(crops / seconds, 1)
        point = Point(
            rounds=len(losses),
            crops=len(losses) * crops,
            loss=losses[-1],
            judged=judged,
            crops_per_second=rate,
        )
        append_point(self._work / CURVE, point)

    def _new_optimizers(self) -> tuple[torch.optim.Optimizer, ...]:
        """Kernels are turned by Muon, a part of them on each core; scales, shifts and the weights of places
        are not matrices."""
        plan = self._plan
        kernels = {id(w) for step in self._student.steps for w in kernels_of(step)}
        weights = [weight for weight in self._student.parameters() if weight.requires_grad]
        parts = shared_out([w for w in weights if id(w) in kernels], self._team.size)
        turned = [Muon(part, lr=plan.learning_rate, weight_decay=plan.weight_decay) for part in parts]
        others = [w for w in weights if id(w) not in kernels]
        optimizers = (
            *turned,
            torch.optim.AdamW(others, ADAM_SHARE * plan.learning_rate, weight_decay=0.0, fused=True),
        )
        for optimizer in optimizers:
            for group in optimizer.param_groups:
                group["peak"] = group["lr"]
        return optimizers

    def _save(self, losses: tuple[float, ...]) -> None:
        arrays = [tensor.detach().cpu().numpy() for tensor in self._state()]
        save_checkpoint(self._work / CHECKPOINT, Checkpoint(self._run, len(losses), losses, arrays))

    def _resume(self) -> tuple[float, ...]:
        found = load_checkpoint(self._work / CHECKPOINT, self._run)
        if found is None:
            return ()
        self._fill_memory()
        with torch.no_grad():
            for tensor, value in zip(self._state(), found.variables, strict=True):
                tensor.copy_(torch.from_numpy(value))
        return found.losses

    def _state(self) -> list[torch.Tensor]:
        """Everything that learning changes: weights and statistics, then what the optimizer remembers."""
        memories = [optimizer.state[w] for optimizer in self._optimizers for w in _weights_of(optimizer)]
        networks = (self._student, self._average.network)
        kept = [value for network in networks for value in network.state_dict().values() if value.ndim]
        return [*kept, *(memory[name] for memory in memories for name in sorted(memory))]

    def _fill_memory(self) -> None:
        """The optimizers make their memory in their first step: one that changes nothing."""
        self._pace(0.0)
        for weight in self._student.parameters():
            if weight.requires_grad:
                weight.grad = torch.zeros_like(weight)
        for optimizer in self._optimizers:
            optimizer.step()


def _weights_of(optimizer: torch.optim.Optimizer) -> list[torch.Tensor]:
    return [weight for group in optimizer.param_groups for weight in group["params"]]
