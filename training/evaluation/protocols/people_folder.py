"""Any folder with a folder of pictures for each person."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from model.runtime.plurals import counted
from model.vision.image_file import pictures_in
from training.data.lfw_crops import label_by_person
from training.data.pairs import balanced_pairs
from training.data.samples import part_of
from training.evaluation.embedded_images import ImageEmbedder
from training.evaluation.protocol import DatasetError, EvaluationProtocol, SelectedThreshold
from training.evaluation.threshold_selection import select_threshold

HALVES = (0.5, 0.5)
CHOOSE, JUDGE = range(2)

MOST_PICTURES = 6000
"""All pairs of so many are 18 million, which take about a gigabyte."""

LAYOUT = "Name a folder that holds a folder for each person, with two or more pictures of some of them."


@dataclass(frozen=True, slots=True)
class PersonPictures:
    person: str
    images: Sequence[Path]


def people_folder_protocol(folder: Path, choose: bool, embedder: ImageEmbedder) -> EvaluationProtocol:
    """With ``choose``, half of the people (by the hash of the name) choose a threshold, the others judge.

    Raises DatasetError when ``folder`` holds too few people or pictures.
    """
    everybody = _people_in(folder)
    judges, chosen = everybody, None
    if choose:
        choosers, judges = _halves(everybody)
        chosen = _chosen(choosers, folder, embedder)
    some = _as_many_as_fit(judges)
    named = _named(folder, some)
    people = label_by_person([name for name, _ in named])[1]
    return EvaluationProtocol(
        kind="people",
        description=f"a folder of people, {folder.name}",
        source=folder,
        pictures=embedder.embed_files(named),
        listed=balanced_pairs(people, np.random.default_rng(0)),
        pairs_name="balanced pairs",
        people=people,
        everybody=True,
        chosen=chosen,
        warnings=_warnings(judges, some),
    )


def _people_in(folder: Path) -> list[PersonPictures]:
    """Everybody who has a picture. Raises DatasetError when they cannot be judged on."""
    if not folder.is_dir():
        what = f"{folder} is not a folder" if folder.exists() else f"There is no folder {folder}"
        raise DatasetError(f"{what}. {LAYOUT}")
    try:
        rooms = sorted(room for room in folder.iterdir() if room.is_dir() and not room.name.startswith("."))
        people = [PersonPictures(room.name, pictures_in(room)) for room in rooms]
    except OSError as error:
        raise DatasetError(f"{error.filename} cannot be listed: {error.strerror}. {LAYOUT}") from error
    return _demand_several([person for person in people if person.images], str(folder))


def _demand_several(people: list[PersonPictures], where: str) -> list[PersonPictures]:
    several = sum(len(person.images) > 1 for person in people)
    if len(people) < 2 or not several:
        raise DatasetError(
            f"Judging takes two people, one of them with two pictures. {LAYOUT} "
            f"Received: {counted(len(people), 'person', 'people')} with pictures, "
            f"{several} of them with two, in {where}"
        )
    return people


def _halves(people: Sequence[PersonPictures]) -> tuple[list[PersonPictures], list[PersonPictures]]:
    halves: tuple[list[PersonPictures], list[PersonPictures]] = ([], [])
    for person in people:
        halves[part_of(person.person, HALVES)].append(person)
    names = ("the half that chooses the threshold", "the half that is judged")
    for half, name in zip(halves, names, strict=True):
        _demand_several(half, name)
    return halves


def _chosen(
    choosers: Sequence[PersonPictures], folder: Path, embedder: ImageEmbedder
) -> SelectedThreshold | None:
    pictures = embedder.embed_files(_named(folder, _as_many_as_fit(choosers)))
    who = f"{len(choosers):,} people, none of whom is judged"
    return select_threshold(embedder, pictures, label_by_person(pictures.names)[1], who)


def _as_many_as_fit(people: Sequence[PersonPictures]) -> list[PersonPictures]:
    """In the order of a hash of the name, until there are enough pictures; always the same."""
    by_hash = sorted(people, key=lambda person: hashlib.sha256(person.person.encode()).digest())
    totals = np.cumsum([len(person.images) for person in by_hash])
    fitting = max(2, int(np.searchsorted(totals, MOST_PICTURES, side="right")))
    return sorted(by_hash[:fitting], key=lambda person: person.person)


def _named(folder: Path, people: Sequence[PersonPictures]) -> list[tuple[str, Path]]:
    return [(image.relative_to(folder).as_posix(), image) for person in people for image in person.images]


def _warnings(judges: Sequence[PersonPictures], some: Sequence[PersonPictures]) -> tuple[str, ...]:
    warnings = []
    if len(some) < len(judges):
        warnings.append(
            f"Only {len(some):,} of {len(judges):,} people were judged, chosen by the hash of the name: "
            f"all pairs of more than {MOST_PICTURES:,} pictures are too many to compare."
        )
    once = sum(len(person.images) == 1 for person in some)
    if once:
        warnings.append(
            f"People with one picture only: {once:,} of {len(some):,}. They are compared with others alone."
        )
    return tuple(warnings)
