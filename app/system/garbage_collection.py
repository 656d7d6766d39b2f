"""Keep Python's garbage collector from pausing the program.

A full collection looks at every object. After its start the window has 300,000 of them, which takes 50 to
180 ms, and no thread runs meanwhile.
"""

import gc

YOUNG_COLLECTIONS = 10
"""Python looks at all objects after more collections of young ones than this."""
NEVER = 2**31 - 1


def pause_collection() -> None:
    """While the program starts, almost nothing becomes garbage."""
    gc.disable()


def resume_collection() -> None:
    """Exclude the objects that exist now from later collections."""
    gc.freeze()
    gc.enable()


def postpone_full_collections() -> None:
    """Until ``collect_if_due``, at a moment when nothing else takes long. They take about 20 ms."""
    gc.set_threshold(*gc.get_threshold()[:2], NEVER)


def collect_if_due() -> None:
    """Do the full collection that Python would have done by now, if any."""
    if gc.isenabled() and gc.get_count()[2] > YOUNG_COLLECTIONS:
        gc.collect()


def include_all_objects() -> None:
    """Undo ``resume_collection``, before a cleanup that needs a full collection."""
    gc.unfreeze()
