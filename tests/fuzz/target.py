"""A fuzz target: one reader of external data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.fuzz.mutations import Mutate, any_bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """``accepts(content, folder)``: True for accepted, False for refused as documented; any exception is a
    finding. It may write into ``folder``. ``seeds``: accepted inputs by name.

    ``words`` and ``mutate`` help the fuzzer to build meaningful inputs. A run longer than ``timeout_s``
    is a hang.
    """

    accepts: Callable[[bytes, Path], bool]
    seeds: Callable[[], Mapping[str, bytes]]
    words: tuple[bytes, ...] = ()
    mutate: Mutate = any_bytes
    longest_bytes: int = 4096
    timeout_s: int = 5
    memory_mb: int = 1024
