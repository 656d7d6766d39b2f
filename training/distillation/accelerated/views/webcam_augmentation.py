"""The webcam degradations of ``training.data.webcam_augmentation``, in batches on a device."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import torch

from training.data.webcam_augmentation import OCCLUSION_CHANCE, WEBCAM
from training.distillation.accelerated.views.jpeg import compress
from training.distillation.accelerated.views.lighting import add_noise, change_light
from training.distillation.accelerated.views.occlusion import OCCLUSIONS
from training.distillation.accelerated.views.random_numbers import DeviceRandom
from training.distillation.accelerated.views.separable_filters import blur, shrink

Change: TypeAlias = Callable[[torch.Tensor, DeviceRandom], torch.Tensor]
"""(n, 3, height, width) float32 in 0..255 -> the same, changed."""


@torch.no_grad()
def augment_crops_as_webcam(crops: torch.Tensor, random: DeviceRandom) -> torch.Tensor:
    """(n, 3, CROP_SIZE, CROP_SIZE) of whole levels, degraded and sometimes occluded."""
    crops = change_share(crops, OCCLUSION_CHANCE, OCCLUSIONS, random)
    crops = change_share(crops, WEBCAM.light_chance, (change_light,), random)
    for degrade in (shrink, blur, add_noise, compress):
        crops = change_share(crops, WEBCAM.degrade_chance, (degrade,), random)
    return crops.round().clamp(0, 255)


def change_share(
    crops: torch.Tensor, share: float, changes: Sequence[Change], random: DeviceRandom
) -> torch.Tensor:
    """``share`` of the crops, chosen at random, get one of ``changes`` each. All are equally frequent."""
    chosen = random.permutation(len(crops))[: round(share * len(crops))]
    changed = crops.clone()
    for number, change in enumerate(changes):
        part = chosen[number :: len(changes)]
        if len(part):
            changed[part] = change(crops[part], random)
    return changed
