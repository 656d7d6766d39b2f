"""The licences of everything in the folder without Python, in one file."""

import re
import sys
import sysconfig
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from app.packaging.bill_of_materials import closure

LICENCES = "LICENSES.txt"
LICENCE_FILE = re.compile(r"licen[cs]e|copying|notice", re.IGNORECASE)
RULE = "=" * 80
INTRODUCTION = """\
Sameface is under the MIT licence (the file LICENSE). This folder also contains Python and the packages
below, each under its own licence.

FFmpeg, libheif, libde265, GnuTLS and other libraries are under the GNU Lesser General Public License. They
are separate files: you may replace them with your own builds.
{encoders}
PyInstaller's start program is under the GPL with an exception for the programs that it starts.
"""
WITHOUT_ENCODERS = """\
PyAV's encoders x264 and x265, which are under the GNU General Public License, are not included: empty
libraries are in their place."""
WITH_ENCODERS = """\
PyAV's encoders x264 and x265 are under the GNU General Public License, version 2 or later. So this folder
as a whole may be passed on under that licence only."""


def write_licences(live: list[str], file: Path) -> None:
    """For the packages ``live``, all that they require, and Python."""
    encoders = WITHOUT_ENCODERS if sys.platform.startswith("linux") else WITH_ENCODERS
    python = Path(sysconfig.get_path("stdlib"), "LICENSE.txt")
    sections = [INTRODUCTION.format(encoders=encoders), *_package_sections(live)]
    if python.exists():
        sections.append(_section(f"Python {sys.version.split()[0]}", [python.read_text(encoding="utf-8")]))
    file.write_text("\n".join(sections), encoding="utf-8")


def _package_sections(live: list[str]) -> Iterator[str]:
    for name in sorted(closure(live)):
        package = metadata.distribution(name)
        texts = [
            one.read_text(encoding="utf-8") for one in package.files or () if LICENCE_FILE.search(one.name)
        ]
        yield _section(f"{name} {package.version}: {_licence(package)}", texts)


def _licence(package: metadata.Distribution) -> str:
    """In one line: many packages put the whole text into the field ``License``."""
    described = package.metadata
    stated = (described[field] for field in ("License-Expression", "License") if field in described)
    return next(stated, "see below").splitlines()[0]


def _section(title: str, texts: list[str]) -> str:
    return "\n".join([RULE, title, RULE, *texts, ""])
