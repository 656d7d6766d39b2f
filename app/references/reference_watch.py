"""Notice that another process has changed the stored faces of a person."""

from pathlib import Path

from app.references.counter_examples import CounterExampleStore
from app.references.reference_store import ReferenceStore


class ReferenceWatch:
    """Compares the files of now with those of when they were loaded. Methods raise StoreError."""

    def __init__(self, references: ReferenceStore, counter_examples: CounterExampleStore) -> None:
        self._references = references
        self._counter_examples = counter_examples
        self._person = ""
        self._files: list[Path] = []

    def remember(self, person: str) -> None:
        """Call this before the files are loaded: what changes meanwhile is noticed then."""
        self._person, self._files = person, self._files_of(person)

    def has_changed(self) -> bool:
        return bool(self._person) and self._files_of(self._person) != self._files

    def _files_of(self, person: str) -> list[Path]:
        return [*self._references.paths(person), *self._counter_examples.paths(person)]
