"""The phases of a run on an accelerator: what each of them does to the student before it trains."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import nn

from training.distillation.accelerated.plan import AcceleratedPlan
from training.distillation.hyperparameters import DistillationPlan
from training.distillation.network.batch_normalization import (
    insert_batch_normalization,
    is_normalised,
)
from training.distillation.network.keras_to_torch import Dense
from training.distillation.network.student import Student

STATISTICS_BATCHES = 8
"""Batches on which the statistics of batch normalisations are measured, at first and at the end."""

CropBatches = Callable[[int], Iterator[torch.Tensor]]
"""Number of batches -> that many batches of crops."""


@dataclass(frozen=True, eq=False, slots=True)
class Phase:
    """``prepare`` changes the student as the phase needs it: in structure, and in which weights train."""

    name: str
    plan: DistillationPlan
    prepare: Callable[[Student], None]


def create_phases(plan: AcceleratedPlan, new_layers: Collection[str], crops: CropBatches) -> Sequence[Phase]:
    """The phases with at least one epoch. ``new_layers`` are the names of layers without trained weights."""

    def normalise(student: Student) -> None:
        if not is_normalised(student):
            insert_batch_normalization(student, crops(STATISTICS_BATCHES))

    def train_new_layers(student: Student) -> None:
        normalise(student)
        heads = [
            name
            for name, layer in zip(student.names, student.layers, strict=True)
            if isinstance(layer, Dense)
        ]
        _train_only(student, {*new_layers, *heads})

    def train_all_layers(student: Student) -> None:
        normalise(student)
        _train_only(student, student.names)

    phases = (
        Phase("new layers", plan.new_layers, train_new_layers),
        Phase("all layers", plan.all_layers, train_all_layers),
    )
    first = 0 if new_layers else 1
    return tuple(phase for phase in phases[first:] if phase.plan.epochs)


def _train_only(student: Student, names: Collection[str]) -> None:
    """Freeze all layers but ``names``, and each bias before a batch normalisation, which has no effect."""
    for name, layer, output in zip(student.names, student.layers, student.outputs, strict=True):
        layer.requires_grad_(name in names)
        output.requires_grad_(name in names)
        if isinstance(output, nn.BatchNorm2d):
            layer.convolution.bias.requires_grad_(False)
