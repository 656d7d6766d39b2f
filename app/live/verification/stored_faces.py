"""The faces that a live face is compared with: a person's references and counter-examples."""

from app.live.verification.embedding_writer import EmbeddingWriter
from app.people.people_manager import PeopleManager
from app.references.reference_watch import ReferenceWatch
from app.references.rejection import format_unusable
from model.runtime.bundle import Bundle
from model.verification.matcher import Matcher


class StoredFaces:
    """Loads them, stores new embeddings, and notices when another process changes them. Methods raise
    StoreError."""

    def __init__(self, people: PeopleManager) -> None:
        self._references, self._counter_examples = people.references, people.counter_examples
        self._watch = ReferenceWatch(self._references, self._counter_examples)
        self._writer = EmbeddingWriter()

    def load(self, person: str, bundle: Bundle) -> tuple[Matcher, str]:
        """A matcher, and a sentence about unusable references; empty without any. Raises NoReferencesError
        when no reference is usable."""
        self._watch.remember(person)
        matcher = Matcher(bundle, bundle.head)
        references = self._references.load(person, bundle.network_digest)
        matcher.set_references(references.crops, references.embeddings, len(references.problems))
        matcher.set_counter_examples(self._counter_examples.load(person))
        self._writer.watch(matcher, references.save_embeddings)
        return matcher, format_unusable(references.problems)

    def have_changed(self) -> bool:
        """Since they were loaded."""
        return self._watch.has_changed()

    def save_new_embeddings(self) -> None:
        """Call this after each frame."""
        self._writer.save_if_ready()
