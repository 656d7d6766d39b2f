"""LFW's View 2: ten folds of pairs, each decided at the threshold that the other nine select."""

from pathlib import Path

import numpy as np

from model.messages.message import Message
from training.data.pairs import Pairs
from training.evaluation.embedded_images import ImageEmbedder
from training.evaluation.protocol import EvaluationProtocol, require_both_labels
from training.lfw.crops import image_name, index_pairs, label_by_person
from training.lfw.folder import LfwFolder

OVERLAP = (
    "People of View 2 are also in View 1's dev-train part, on which the shipped bundle was trained. For it, "
    "and for every bundle trained on LFW, these figures are too good. View 1 has no such overlap."
)
ADVICE = Message("The folder lacks pictures of pairs.txt. Name a folder with all of LFW.")


def lfw_view2_protocol(folder: Path, embedder: ImageEmbedder) -> EvaluationProtocol:
    """Raises LfwError or DatasetError when ``folder`` holds too little of LFW."""
    lfw = LfwFolder(folder)
    folds = lfw.view2_folds()
    listed = [pair for fold in folds for pair in fold]
    images = sorted({image for pair in listed for image in (pair.left, pair.right) if image.is_file()})
    names = [image_name(lfw, image) for image in images]
    pairs, present = index_pairs(lfw, listed, names)
    numbers = np.repeat(np.arange(len(folds)), [len(fold) for fold in folds])[present]
    for number in range(len(folds)):
        inside = numbers == number
        require_both_labels(Pairs(pairs.left[inside], pairs.right[inside], pairs.same[inside]), ADVICE)
    return EvaluationProtocol(
        kind="lfw view2",
        description=Message("Labeled Faces in the Wild, View 2: {count} folds of pairs", count=len(folds)),
        source=folder,
        images=embedder.embed_lfw(lfw, images),
        listed=pairs,
        pairs_name=Message("View 2 pairs"),
        people=label_by_person(names)[1],
        folds=numbers,
        warnings=_warnings(len(listed) - len(pairs), len(listed)),
    )


def _warnings(missing: int, total: int) -> tuple[str, ...]:
    if not missing:
        return (OVERLAP,)
    return (OVERLAP, f"Left out, because pictures are missing: {missing:,} of the {total:,} pairs.")
