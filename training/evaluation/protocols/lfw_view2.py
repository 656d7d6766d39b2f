"""LFW's View 2: ten folds of pairs, each decided at the threshold that the other nine choose."""

from pathlib import Path

import numpy as np

from training.data.lfw import LfwFolder
from training.data.lfw_crops import image_name, index_pairs, label_by_person
from training.data.pairs import Pairs
from training.evaluation.embedded_images import ImageEmbedder
from training.evaluation.protocol import EvaluationProtocol, require_both_labels

OVERLAP = (
    "The people of View 2 overlap those of View 1's dev-train part, whom the shipped bundle learned from. "
    "For it, and for every bundle trained on LFW, these figures are too good; View 1 has no such overlap."
)
FEW = "The folder lacks pictures of pairs.txt. Name a folder that holds LFW whole."


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
        require_both_labels(Pairs(pairs.left[inside], pairs.right[inside], pairs.same[inside]), FEW)
    left_out = len(listed) - len(pairs)
    note = f"Left out for want of a picture: {left_out:,} of the {len(listed):,} pairs."
    return EvaluationProtocol(
        kind="lfw view2",
        description=f"Labeled Faces in the Wild, View 2: {len(folds)} folds of pairs",
        source=folder,
        pictures=embedder.embed_lfw(lfw, images),
        listed=pairs,
        pairs_name="View 2 pairs",
        people=label_by_person(names)[1],
        folds=numbers,
        warnings=(OVERLAP, note) if left_out else (OVERLAP,),
    )
