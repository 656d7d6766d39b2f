"""LFW's View 1: dev-test people are evaluated at a threshold that other people selected."""

from collections.abc import Sequence
from pathlib import Path

from model.messages.message import Message
from training.data.samples import part_of
from training.evaluation.embedded_images import ImageEmbedder
from training.evaluation.protocol import EvaluationProtocol, SelectedThreshold, require_both_labels
from training.evaluation.threshold_selection import select_threshold
from training.lfw.crops import CALIBRATE, SHARES, label_by_person, view1_test_pairs
from training.lfw.folder import LfwFolder
from training.lfw.look_alikes import look_alike_groups

ADVICE = Message("The folder lacks pictures of View 1's dev-test pairs. Name a folder with all of LFW.")
NO_THRESHOLD = (
    "No threshold could be selected, because pictures of View 1's dev-train people are missing: "
    "only the bundle's own detection threshold is evaluated."
)


def lfw_view1_protocol(folder: Path, embedder: ImageEmbedder) -> EvaluationProtocol:
    """Raises LfwError or DatasetError when ``folder`` holds too little of LFW."""
    lfw = LfwFolder(folder)
    images = _images(lfw, lfw.dev_test_people())
    names = [image.relative_to(lfw.images).as_posix() for image in images]
    listed, missing = view1_test_pairs(lfw, names)
    require_both_labels(listed, ADVICE)
    selected = _select_threshold(lfw, embedder)
    present, people = label_by_person(names)
    return EvaluationProtocol(
        kind="lfw view1",
        description=Message("Labeled Faces in the Wild, View 1: dev-test people"),
        source=folder,
        images=embedder.embed_lfw(lfw, images),
        listed=listed,
        pairs_name=Message("official pairs"),
        people=people,
        has_all_pairs=True,
        groups=look_alike_groups(present),
        selected=selected,
        warnings=_warnings(selected, missing, len(listed)),
    )


def _select_threshold(lfw: LfwFolder, embedder: ImageEmbedder) -> SelectedThreshold | None:
    people = [person for person in lfw.dev_train_people() if part_of(person, SHARES) == CALIBRATE]
    files = _images(lfw, people)
    if not files:
        return None
    images = embedder.embed_lfw(lfw, files)
    description = f"{len(people):,} dev-train people, none of whom is evaluated"
    return select_threshold(embedder, images, label_by_person(images.names)[1], description)


def _warnings(selected: SelectedThreshold | None, missing: int, present: int) -> tuple[str, ...]:
    warnings = [] if selected else [NO_THRESHOLD]
    if missing:
        warnings.append(
            f"Left out, because pictures are missing: {missing:,} of {missing + present:,} official pairs."
        )
    return tuple(warnings)


def _images(lfw: LfwFolder, people: Sequence[str]) -> list[Path]:
    return [image for person in people for image in lfw.images_of(person)]
