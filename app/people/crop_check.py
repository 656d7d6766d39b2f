"""Flag doubtful crops: a negative that looks like the person, or an anchor that does not."""

from app.references.reference_store import ReferenceStore
from model.runtime.bundle import Bundle
from model.verification.decision import Decision, Thresholds, decide
from model.verification.matcher import Matcher
from model.vision.frame import RgbImage


class CropCheck:
    """Compares crops with the references of one person. Not thread-safe. Raises StoreError and
    NoReferencesError."""

    def __init__(
        self, references: ReferenceStore, person: str, bundle: Bundle, thresholds: Thresholds
    ) -> None:
        loaded = references.load(person, bundle.network_digest)
        self._matcher = Matcher(bundle, bundle.head)
        self._matcher.set_references(loaded.crops, loaded.embeddings)
        self._thresholds = thresholds

    def compare(self, crop: RgbImage) -> Decision:
        return decide(self._matcher.compare(crop), self._thresholds)
