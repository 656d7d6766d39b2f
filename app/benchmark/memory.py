"""The memory that this process has used."""

import sys


def peak_memory_mb() -> float | None:
    """Peak resident memory so far; None on Windows, which does not report it."""
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)
