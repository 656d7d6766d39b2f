"""LFW's View 1: dev-test people judge, other people have chosen the threshold."""

from collections.abc import Sequence
from pathlib import Path

from training.data.lfw import LfwFolder
from training.data.lfw_crops import CALIBRATE, SHARES, label_by_person, view1_test_pairs
from training.data.samples import part_of
from training.evaluation.embedded_images import ImageEmbedder
from training.evaluation.protocol import EvaluationProtocol, SelectedThreshold, require_both_labels
from training.evaluation.threshold_selection import select_threshold

FEW = "The folder lacks pictures of View 1's dev-test pairs. Name a folder that holds LFW whole."


def lfw_view1_protocol(folder: Path, embedder: ImageEmbedder) -> EvaluationProtocol:
    """Raises LfwError or DatasetError when ``folder`` holds too little of LFW."""
    lfw = LfwFolder(folder)
    images = _images(lfw, lfw.dev_test_people())
    names = [image.relative_to(lfw.images).as_posix() for image in images]
    listed, missing = view1_test_pairs(lfw, names)
    require_both_labels(listed, FEW)
    chosen = _chosen(lfw, embedder)
    warnings = []
    if chosen is None:
        warnings.append(
            "No threshold could be chosen, for want of pictures of View 1's dev-train people: "
            "only the bundle's own detection threshold is judged."
        )
    if missing:
        warnings.append(
            f"Left out for want of a picture: {missing:,} of {missing + len(listed):,} official pairs."
        )
    return EvaluationProtocol(
        kind="lfw view1",
        description="Labeled Faces in the Wild, View 1: dev-test people",
        source=folder,
        pictures=embedder.embed_lfw(lfw, images),
        listed=listed,
        pairs_name="official pairs",
        people=label_by_person(names)[1],
        everybody=True,
        chosen=chosen,
        warnings=tuple(warnings),
    )


def _chosen(lfw: LfwFolder, embedder: ImageEmbedder) -> SelectedThreshold | None:
    people = [person for person in lfw.dev_train_people() if part_of(person, SHARES) == CALIBRATE]
    images = _images(lfw, people)
    if not images:
        return None
    pictures = embedder.embed_lfw(lfw, images)
    who = f"{len(people):,} dev-train people, none of whom is judged"
    return select_threshold(embedder, pictures, label_by_person(pictures.names)[1], who)


def _images(lfw: LfwFolder, people: Sequence[str]) -> list[Path]:
    return [image for person in people for image in lfw.images_of(person)]
