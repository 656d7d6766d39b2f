"""Keep Python's garbage collector from pausing the program.

A full collection looks at every object. After its start the window has 300,000 of them, which takes 50 to
180 ms, and no thread runs meanwhile.
"""

import gc

YOUNG_COLLECTIONS = 3
"""After more collections of young objects than this, a full one is due; Python waits for ten."""
NEVER = 2**31 - 1


def pause_collection() -> None:
    """While the program starts, almost nothing becomes garbage."""
    gc.disable()


def resume_collection() -> None:
    """Exclude the objects that exist now from later collections."""
    gc.freeze()
    gc.enable()


def postpone_full_collections() -> None:
    """Until ``collect_if_due``. They take 20 to 40 ms."""
    gc.set_threshold(*gc.get_threshold()[:2], NEVER)


def collect_if_due(*, idle: bool) -> None:
    """Do the full collection that Python would have done by now, if any. ``idle``: nothing else is to be done
    now. Otherwise the collection waits as long again."""
    limit = YOUNG_COLLECTIONS if idle else 2 * YOUNG_COLLECTIONS
    if gc.isenabled() and gc.get_count()[2] > limit:
        gc.collect()


def include_all_objects() -> None:
    """Undo ``resume_collection``, before a cleanup that needs a full collection."""
    gc.unfreeze()
