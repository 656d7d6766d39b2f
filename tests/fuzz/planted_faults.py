"""Targets with a fault that a round must find.

``python -m tests.fuzz.planted_faults FAULT FOLDER FLAG...``
"""

from pathlib import Path

from tests.fuzz.target import Target


def raises(content: bytes, folder: Path) -> bool:
    if content.startswith(b"F"):
        raise KeyError("planted")
    return False


def hangs(content: bytes, folder: Path) -> bool:
    while content.startswith(b"F"):
        pass
    return False


def fills_the_memory(content: bytes, folder: Path) -> bool:
    filled = []
    while content.startswith(b"F"):
        filled.append(bytearray(10_000_000))
    return False


FAULTS = {
    fault.__name__: Target(accepts=fault, seeds=lambda: {"valid": b"valid"}, timeout_s=limit_s, memory_mb=512)
    for fault, limit_s in ((raises, 5), (hangs, 1), (fills_the_memory, 20))
}

if __name__ == "__main__":
    from tests.fuzz.fuzzer_process import main

    main(FAULTS)
