"""Keep Python's garbage collector from pausing the program.

A full collection looks at every object. After its start the window has 300,000 of them, which takes 50 to
180 ms, and no thread runs meanwhile.
"""

import gc


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
