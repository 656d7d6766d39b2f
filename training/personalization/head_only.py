"""Quick training: fit a personal head on the base's embedding. It needs no TensorFlow."""

from pathlib import Path

from model.messages.message import Message
from model.runtime.bundle import BUNDLE_FILES, HEAD, Bundle
from model.runtime.bundle_writer import write_bundle
from model.runtime.model_card import Card
from model.runtime.similarity_head import encode_head
from training.cards.face_model import Embed, FaceModel
from training.heads.personal_fit import fit_personal_head
from training.jobs.progress import Progress, ReportProgress, ShouldStop
from training.personalization.datasets import PersonalDatasets
from training.personalization.options import RetrainOptions

STAGE = Message("fitting the head")


class HeadTrainer:
    """Fits a head; ``embed`` computes the base's embeddings."""

    def __init__(self, base: Bundle, embed: Embed, options: RetrainOptions) -> None:
        self._base = base
        self._embed = embed
        self._options = options

    def train(self, datasets: PersonalDatasets, report: ReportProgress, should_stop: ShouldStop) -> FaceModel:
        """Raises JobCancelled when asked to stop."""
        samples = datasets.training
        embeddings = self._embed(samples.crops)
        report(Progress(STAGE, 0, 1))
        head = fit_personal_head(self._base.head, embeddings, samples.people, self._options.seed, should_stop)
        report(Progress(STAGE, 1, 1))
        return FaceModel(head, self._embed)

    def export(self, model: FaceModel, card: Card, folder: Path) -> None:
        """Write the base's files with the new head."""
        contents = {name: (self._base.folder / name).read_bytes() for name in BUNDLE_FILES}
        write_bundle({**contents, HEAD: encode_head(model.head)}, card, folder)

    def delete_checkpoints(self) -> None:
        """There are none."""
