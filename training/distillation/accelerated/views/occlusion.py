"""Random occlusion of crops in batches, with the limits of ``training.data.occlusion``."""

import torch

from model.vision.alignment import CROP_SIZE, TEMPLATE
from model.vision.face import LEFT_EYE, RIGHT_EYE
from training.data.occlusion import (
    BLACK_EDGE_CHANCE,
    BRIDGE_THICKNESS,
    EDGE_WIDTHS,
    HAND_SIZES,
    LANDMARK_DEVIATION,
    LENS_LEVELS,
    LENS_RADII,
    MASK_SAG,
    MASK_SIDE_MARGIN,
    MASK_TAPER,
    MASK_TOP,
)
from training.distillation.accelerated.views.random_numbers import DeviceRandom


def add_hand(crops: torch.Tensor, random: DeviceRandom) -> torch.Tensor:
    """(n, 3, CROP_SIZE, CROP_SIZE), each with a rectangle of one colour."""
    rows, columns = _coordinates(crops)
    height, width = random.uniform(*HAND_SIZES, 2, len(crops), 1, 1) * CROP_SIZE
    top, left = random.uniform(0, 1, 2, len(crops), 1, 1) * (CROP_SIZE - torch.stack([height, width]))
    covered = (rows >= top) & (rows < top + height) & (columns >= left) & (columns < left + width)
    return _paint(crops, covered, random.uniform(0, 255, len(crops), 3))


def add_glasses(crops: torch.Tensor, random: DeviceRandom) -> torch.Tensor:
    rows, columns = _coordinates(crops)
    right, down = LANDMARK_DEVIATION * random.normal(2, len(crops), 1, 1)
    horizontal, vertical = random.uniform(*LENS_RADII, 2, len(crops), 1, 1)
    thickness = random.uniform(*BRIDGE_THICKNESS, len(crops), 1, 1)
    (left_x, left_y), (right_x, right_y) = TEMPLATE[[LEFT_EYE, RIGHT_EYE]].tolist()
    bridge = (rows - (left_y + right_y) / 2 - down).abs() < thickness / 2
    covered = bridge & (columns > left_x + right) & (columns < right_x + right)
    for x, y in ((left_x, left_y), (right_x, right_y)):
        covered |= ((columns - x - right) / horizontal) ** 2 + ((rows - y - down) / vertical) ** 2 <= 1
    return _paint(crops, covered, random.uniform(*LENS_LEVELS, len(crops), 3))


def add_mask(crops: torch.Tensor, random: DeviceRandom) -> torch.Tensor:
    """A mask or scarf: its upper edge bends at the nose, and its sides taper downwards."""
    rows, columns = _coordinates(crops)
    top, sag, side = (
        random.uniform(*bounds, len(crops), 1, 1) for bounds in (MASK_TOP, MASK_SAG, MASK_SIDE_MARGIN)
    )
    nose = float(TEMPLATE[:, 0].mean()) + LANDMARK_DEVIATION * random.normal(len(crops), 1, 1)
    right = CROP_SIZE - side
    from_nose = (columns - nose).abs() / torch.where(columns < nose, nose - side, right - nose)
    taper = MASK_TAPER * (rows - top - sag) / (CROP_SIZE - top - sag)
    covered = (rows >= top + sag * from_nose) & (columns >= side + taper) & (columns <= right - taper)
    return _paint(crops, covered, random.uniform(0, 255, len(crops), 3))


def add_edge(crops: torch.Tensor, random: DeviceRandom) -> torch.Tensor:
    """The picture ends within the face, at one of the four sides."""
    rows, columns = _coordinates(crops)
    end = CROP_SIZE - 1
    distances = torch.stack([columns, end - columns, rows, end - rows])
    distance = distances[random.integers(0, 4, len(crops))]
    black = random.uniform(0, 1, len(crops), 1) < BLACK_EDGE_CHANCE
    colour = torch.where(black, 0.0, random.uniform(0, 255, len(crops), 3))
    return _paint(crops, distance < random.uniform(*EDGE_WIDTHS, len(crops), 1, 1), colour)


OCCLUSIONS = (add_hand, add_glasses, add_mask, add_edge)


def _coordinates(crops: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Row and column of each pixel, both (CROP_SIZE, CROP_SIZE)."""
    line = torch.arange(CROP_SIZE, dtype=torch.float32, device=crops.device)
    rows, columns = torch.meshgrid(line, line, indexing="ij")
    return rows, columns


def _paint(crops: torch.Tensor, covered: torch.Tensor, colours: torch.Tensor) -> torch.Tensor:
    """``covered`` (n, CROP_SIZE, CROP_SIZE) get the ``colours`` (n, 3)."""
    return torch.where(covered[:, None], colours[:, :, None, None], crops)
