"""Synthetic people: all images of a person share a pattern of colours."""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from model.vision.alignment import CROP_SIZE
from training.data.samples import Samples, build_samples


def pictures_of(
    person: int, count: int, size: int = CROP_SIZE, noise: float = 12.0, seed: int = 0
) -> NDArray[np.uint8]:
    """(count, size, size, 3): the person's pattern with different noise in each picture."""
    coarse = np.random.default_rng(person).uniform(0, 255, (5, 5, 3)).astype(np.float32)
    pattern = cv2.resize(coarse, (size, size), interpolation=cv2.INTER_LINEAR)
    noises = np.random.default_rng([person, seed]).normal(0, noise, (count, size, size, 3))
    return (pattern + noises).clip(0, 255).astype(np.uint8)


def synthetic_samples(people: int, crops_each: int) -> Samples:
    return build_samples(
        [(f"Person_{person:03d}", pictures_of(person, crops_each)) for person in range(people)]
    )


def write_pictures(folder: Path, pictures: NDArray[np.uint8], name: str) -> None:
    """``name`` has a placeholder for the number of the image, from 1."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, picture in enumerate(pictures, start=1):
        content = cv2.imencode(".jpg", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))[1].tobytes()
        (folder / name.format(number)).write_bytes(content)


def write_lfw(
    folder: Path, train: list[str], test: list[str], pictures_each: int = 2, size: int = 120
) -> None:
    """A small folder in the layout of LFW, with its View 1 files."""
    for person, name in enumerate([*train, *test]):
        pictures = pictures_of(person, pictures_each, size)
        write_pictures(folder / "lfw_funneled" / name, pictures, name + "_{:04d}.jpg")
    write_protocol(folder, train, test, pictures_each)


def write_protocol(folder: Path, train: list[str], test: list[str], pictures_each: int) -> None:
    """LFW's View 1 files: one genuine and one impostor pair of each of ``test``."""
    for file, people in (("peopleDevTrain.txt", train), ("peopleDevTest.txt", test)):
        lines = [str(len(people)), *(f"{name}\t{pictures_each}" for name in people)]
        (folder / file).write_text("\n".join(lines) + "\n")
    same = [f"{name}\t1\t2" for name in test]
    different = [f"{one}\t1\t{other}\t2" for one, other in zip(test, test[1:] + test[:1], strict=True)]
    (folder / "pairsDevTest.txt").write_text("\n".join([str(len(test)), *same, *different]) + "\n")
