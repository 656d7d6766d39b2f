"""Store new embeddings of references once they are all computed, on a thread of their own."""

import threading
from collections.abc import Callable, Sequence

from model.runtime.similarity_head import Embedding
from model.verification.matcher import Matcher

Save = Callable[[Sequence[Embedding]], object]


class EmbeddingWriter:
    """Call ``save_if_ready`` after each frame. No frame waits for the disk."""

    def __init__(self) -> None:
        self._unsaved: list[tuple[Matcher, Save]] = []

    def watch(self, matcher: Matcher, save: Save) -> None:
        """``save`` gets the new embeddings of ``matcher`` once it is ready; those of an earlier one are not
        stored."""
        self._unsaved = [(matcher, save)] if matcher.ready < matcher.references else []

    def save_if_ready(self) -> None:
        unsaved = self._unsaved
        if unsaved and unsaved[0][0].ready == unsaved[0][0].references:
            matcher, save = unsaved.pop()
            writer = threading.Thread(
                target=save, args=(matcher.embedded,), name="save embeddings", daemon=True
            )
            writer.start()
