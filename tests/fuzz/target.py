"""Something of Sameface that reads bytes from outside."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.fuzz.mutations import Mutate, some_bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """``accepts(content, folder)`` tells whether ``content`` is taken or refused as documented. It may write
    into ``folder``, and whatever it raises is a finding. ``seeds`` are taken; by their names.

    ``words`` and ``mutate`` help the fuzzer to say something that is understood. What takes longer than
    ``timeout_s`` hangs.
    """

    accepts: Callable[[bytes, Path], bool]
    seeds: Callable[[], Mapping[str, bytes]]
    words: tuple[bytes, ...] = ()
    mutate: Mutate = some_bytes
    longest_bytes: int = 4096
    timeout_s: int = 5
    memory_mb: int = 1024
