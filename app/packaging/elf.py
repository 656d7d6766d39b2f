"""Read and change Linux libraries (ELF) with binutils and patchelf. Raises CalledProcessError."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

FUNCTION_KINDS = "TWi"
"""The letters of nm for functions."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A function that a library offers, or data of ``size`` bytes. ``version``: empty for none."""

    name: str
    version: str
    is_function: bool
    size: int


def defined_symbols(file: Path) -> dict[str, Symbol]:
    """The functions and data that ``file`` offers, by name."""
    found = map(_symbol, _output("nm", "-D", "-P", "--defined-only", str(file)).splitlines())
    return {symbol.name: symbol for symbol in found}


def called_symbols(file: Path) -> set[str]:
    """The names of the functions and data that ``file`` takes from other libraries."""
    lines = _output("nm", "-D", "-P", "--undefined-only", str(file)).splitlines()
    return {line.split()[0].partition("@")[0] for line in lines}


def needed_libraries(file: Path) -> list[str]:
    return _output("patchelf", "--print-needed", str(file)).split()


def patch(file: Path, *arguments: str) -> None:
    subprocess.run(["patchelf", *arguments, str(file)], check=True)


def _symbol(line: str) -> Symbol:
    """A line of nm: name, letter, value, and size, which is missing for 0."""
    full_name, kind, *numbers = line.split()
    name, _, version = full_name.partition("@@")
    return Symbol(name, version, kind in FUNCTION_KINDS, int(numbers[1], 16) if numbers[1:] else 0)


def _output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
