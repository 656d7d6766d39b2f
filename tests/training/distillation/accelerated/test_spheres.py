from typing import Any

import numpy as np
import pytest

from tests.support.optional_packages import needs_torch
from tests.training.distillation.synthetic_faces import DIMENSIONS

pytestmark = [pytest.mark.slow, needs_torch]

PEOPLE, EACH = 20, 4
NAMES = [f"lfw/Person_{person}/{number}.webp" for person in range(PEOPLE) for number in range(EACH)]
OTHERS = ["others/one.webp", "others/two.webp"]


def faces() -> Any:
    """(n, 3, 128, 128): each person has its levels, one of which differs from picture to picture."""
    import torch

    rng = np.random.default_rng(0)
    levels = rng.integers(60, 200, (PEOPLE, 1, 3)).repeat(EACH, axis=1)
    levels[:, :, 2] += rng.integers(-50, 50, (PEOPLE, EACH))
    flat = np.concatenate([levels.reshape(-1, 3), rng.integers(60, 200, (2, 3))])
    return torch.from_numpy(flat.astype(np.uint8))[:, :, None, None].expand(-1, 3, 128, 128)


def level_teacher(views: Any) -> Any:
    import torch

    levels = views.float().mean((2, 3)) - 127
    return torch.nn.functional.normalize(levels)


def test_lfw_faces_are_labelled_by_their_person() -> None:
    from training.distillation.accelerated.spheres import labelled_faces

    indices, people = labelled_faces([*OTHERS, *NAMES])
    assert indices == list(range(2, 2 + PEOPLE * EACH))
    assert len(set(people.tolist())) == PEOPLE
    assert all(len(set(people[start : start + EACH])) == 1 for start in range(0, len(people), EACH))


def test_on_the_whitened_sphere_people_lie_further_apart() -> None:
    from training.distillation.accelerated.spheres import whitened
    from training.distillation.accelerated.views.geometry import center_views

    teacher = whitened(level_teacher, [*NAMES, *OTHERS], faces())
    views = center_views(faces()[: PEOPLE * EACH])
    ratios = []
    for embed in (level_teacher, teacher):
        points = embed(views).reshape(PEOPLE, EACH, 3)
        assert points.norm(dim=2).numpy() == pytest.approx(np.ones((PEOPLE, EACH)), abs=1e-5)
        means = points.mean(1)
        ratios.append((points - means[:, None]).square().mean() / means.var(0).mean())
    assert ratios[1] < 0.8 * ratios[0]


def test_the_spheres_of_two_teachers_are_concatenated_by_their_shares() -> None:
    import torch

    from model.network.mobilefacenet import HEAD_SHARES
    from training.distillation.accelerated.spheres import Sphere, embed_on

    axes = torch.eye(3, DIMENSIONS)
    spheres = [Sphere(share, lambda views: axes[views], False) for share in HEAD_SHARES]
    targets = embed_on(spheres)(torch.tensor([0, 1, 2]))
    assert targets.norm(dim=1).tolist() == pytest.approx([1, 1, 1])
    half_wrong = torch.cat([targets[:, :DIMENSIONS], targets.roll(1, 0)[:, DIMENSIONS:]], dim=1)
    assert (targets * half_wrong).sum(1).tolist() == pytest.approx([HEAD_SHARES[0]] * 3)
