"""A folder with a folder of pictures for each person."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from model.messages.message import Message, plural_message, sentences
from model.storage.os_errors import system_reason
from model.vision.image_file import image_files_in
from training.data.pairs import balanced_pairs
from training.data.samples import part_of
from training.evaluation.embedded_images import ImageEmbedder
from training.evaluation.protocol import DatasetError, EvaluationProtocol, SelectedThreshold
from training.evaluation.threshold_selection import select_threshold
from training.lfw.crops import label_by_person

HALVES = (0.5, 0.5)
"""Shares of the people: the first half selects a threshold, the second is evaluated."""

MAX_PICTURES = 6000
"""All pairs of this many pictures are 18 million, which take about a gigabyte."""

LAYOUT = Message(
    "Choose a folder that has a subfolder for each person, with two or more pictures of some of them."
)


@dataclass(frozen=True, slots=True)
class PersonImages:
    person: str
    images: Sequence[Path]


def people_folder_protocol(folder: Path, select: bool, embedder: ImageEmbedder) -> EvaluationProtocol:
    """With ``select``, half of the people (by a hash of the name) select a threshold; the others are
    evaluated.

    Raises DatasetError when ``folder`` holds too few people or pictures.
    """
    evaluated, selected = _people_in(folder), None
    if select:
        selecting, evaluated = _halves(evaluated)
        selected = _select_threshold(selecting, folder, embedder)
    sample = _limit_pictures(evaluated)
    named = _named(folder, sample)
    people = label_by_person([name for name, _ in named])[1]
    return EvaluationProtocol(
        kind="people",
        description=Message("a folder of people, {folder}", folder=folder.name),
        source=folder,
        images=embedder.embed_files(named),
        listed=balanced_pairs(people, np.random.default_rng(0)),
        pairs_name=Message("balanced pairs"),
        people=people,
        has_all_pairs=True,
        selected=selected,
        warnings=_warnings(evaluated, sample),
    )


def _people_in(folder: Path) -> list[PersonImages]:
    """All people with a picture. Raises DatasetError when they are too few."""
    if not folder.is_dir():
        absent, other = (
            Message("There is no folder {folder}.", folder=folder),
            Message("{folder} is not a folder.", folder=folder),
        )
        raise DatasetError(sentences(other if folder.exists() else absent, LAYOUT))
    try:
        subfolders = sorted(
            entry for entry in folder.iterdir() if entry.is_dir() and not entry.name.startswith(".")
        )
        people = [PersonImages(subfolder.name, image_files_in(subfolder)) for subfolder in subfolders]
    except OSError as error:
        raise DatasetError(
            Message(
                "{folder} cannot be listed: {reason}. {layout}",
                folder=error.filename,
                reason=system_reason(error),
                layout=LAYOUT,
            )
        ) from error
    return _require_pairs([person for person in people if person.images], str(folder))


def _require_pairs(people: list[PersonImages], where: str) -> list[PersonImages]:
    several = sum(len(person.images) > 1 for person in people)
    if len(people) < 2 or not several:
        raise DatasetError(
            plural_message(
                "An evaluation needs two people, one of them with two pictures. {layout} Received: "
                "{count:,} person with pictures, {several} of them with two, in {place}",
                "An evaluation needs two people, one of them with two pictures. {layout} Received: "
                "{count:,} people with pictures, {several} of them with two, in {place}",
                len(people),
                layout=LAYOUT,
                several=several,
                place=where,
            )
        )
    return people


def _halves(people: Sequence[PersonImages]) -> tuple[list[PersonImages], list[PersonImages]]:
    halves: tuple[list[PersonImages], list[PersonImages]] = ([], [])
    for person in people:
        halves[part_of(person.person, HALVES)].append(person)
    names = (Message("the half that selects the threshold"), Message("the half that is evaluated"))
    for half, name in zip(halves, names, strict=True):
        _require_pairs(half, name)
    return halves


def _select_threshold(
    people: Sequence[PersonImages], folder: Path, embedder: ImageEmbedder
) -> SelectedThreshold | None:
    images = embedder.embed_files(_named(folder, _limit_pictures(people)))
    description = f"{len(people):,} people, none of whom is evaluated"
    return select_threshold(embedder, images, label_by_person(images.names)[1], description)


def _limit_pictures(people: Sequence[PersonImages]) -> list[PersonImages]:
    """As many people as MAX_PICTURES allows, chosen by a hash of the name: always the same ones."""
    by_hash = sorted(people, key=lambda person: hashlib.sha256(person.person.encode()).digest())
    totals = np.cumsum([len(person.images) for person in by_hash])
    fitting = max(2, int(np.searchsorted(totals, MAX_PICTURES, side="right")))
    return sorted(by_hash[:fitting], key=lambda person: person.person)


def _named(folder: Path, people: Sequence[PersonImages]) -> list[tuple[str, Path]]:
    return [(image.relative_to(folder).as_posix(), image) for person in people for image in person.images]


def _warnings(evaluated: Sequence[PersonImages], sample: Sequence[PersonImages]) -> tuple[str, ...]:
    warnings = []
    if len(sample) < len(evaluated):
        warnings.append(
            f"Only {len(sample):,} of {len(evaluated):,} people were evaluated, selected by a hash of the "
            f"name: all pairs of more than {MAX_PICTURES:,} pictures are too many to compare."
        )
    single = sum(len(person.images) == 1 for person in sample)
    if single:
        warnings.append(
            f"People with only one picture: {single:,} of {len(sample):,}. "
            "They are compared with other people only."
        )
    return tuple(warnings)
