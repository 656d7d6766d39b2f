"""The time since the system started, which the user cannot set, unlike the wall clock."""

import time
from dataclasses import dataclass
from pathlib import Path

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True)
class Uptime:
    """``seconds`` since the system started. ``boot`` identifies that start; empty if the system does not name
    it."""

    seconds: float
    boot: str = ""

    def seconds_since(self, earlier: "Uptime") -> float:
        """A lower bound of the time since ``earlier``.

        Within one boot it is the difference. After another start it is the time since that start.
        """
        another_boot = self.boot != earlier.boot or self.seconds < earlier.seconds
        return self.seconds if another_boot else self.seconds - earlier.seconds


def read_uptime() -> Uptime:
    """Linux counts the time in which the machine sleeps. Other systems may not: a delay then lasts longer."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    seconds = time.monotonic() if clock is None else time.clock_gettime(clock)
    return Uptime(seconds, _boot_id())


def _boot_id() -> str:
    try:
        return BOOT_ID.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""
