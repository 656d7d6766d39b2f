"""Keep Python's garbage collector from pausing the program.

A full collection looks at every object. When all screens were used, the window has 600,000 of them. That
takes 0.2 s, and no thread runs meanwhile.
"""

import gc

YOUNG_COLLECTIONS = 1
"""After more collections of young objects than this, those that survived them are collected, too."""
NEVER = 2**31 - 1

DUE, OVERDUE = 50_000, 400_000
"""After so many newly excluded objects all are collected: as soon as nobody is there, or anyway."""


def pause_collection() -> None:
    """While the program starts, almost nothing becomes garbage."""
    gc.disable()


def resume_collection() -> None:
    """Exclude the objects that exist now from later collections."""
    gc.freeze()
    gc.enable()


def include_all_objects() -> None:
    """Undo ``resume_collection``, before a cleanup that needs a full collection."""
    gc.unfreeze()


class GradualCollector:
    """Collects the new garbage every few seconds, and excludes the objects that stay from then on. Those that
    become garbage later are collected when nobody is there to notice. Call ``update`` before every frame."""

    def __init__(self) -> None:
        self._excluded = 0

    def start(self) -> None:
        """After ``pause_collection``."""
        resume_collection()
        gc.set_threshold(*gc.get_threshold()[:2], NEVER)

    def update(self, *, idle: bool, unwatched: bool) -> None:
        """``idle``: this frame has nothing else to do. Otherwise the collection waits as long again."""
        if not gc.isenabled():
            return
        if self._excluded > (DUE if unwatched else OVERDUE):
            self._collect_all()
        elif gc.get_count()[2] > (YOUNG_COLLECTIONS if idle else 2 * YOUNG_COLLECTIONS):
            self._collect_new()

    def _collect_new(self) -> None:
        gc.collect()
        self._excluded += len(gc.get_objects(generation=2))
        gc.freeze()

    def _collect_all(self) -> None:
        include_all_objects()
        gc.collect()
        self._excluded = 0
        gc.freeze()
