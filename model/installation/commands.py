"""The commands that start Sameface: for messages, and for subprocesses."""

import sys

from model.installation.kind import ROOT, Installation, installation

PACKAGE_PREFIX = __name__.removesuffix("model.installation.commands")
"""The prefix of ``model`` in module names: empty in a checkout, ``sameface.`` in the wheel."""


REQUIREMENTS = {
    "": "requirements-live.txt",
    "train": "requirements.txt",
    "recipe": "requirements-recipe.txt",
    "cluster": "requirements-cluster.txt",
}
"""The file that pins the packages of each extra of the wheel; without an extra, those of the live app."""


def program_name() -> str:
    """What the user types: ``python main.py`` in a checkout, else ``sameface``."""
    return "python main.py" if installation() is Installation.CHECKOUT else "sameface"


def typed(arguments: str) -> str:
    """A command as the user types it, for messages: ``typed("doctor")`` is ``python main.py doctor``."""
    return f"{program_name()} {arguments}"


def program_command(*arguments: str) -> list[str]:
    """The command line that starts this program in a subprocess, from any folder."""
    match installation():
        case Installation.CHECKOUT:
            start = [sys.executable, str(ROOT / "main.py")]
        case Installation.PACKAGE:
            start = [sys.executable, "-m", PACKAGE_PREFIX.rstrip(".")]
        case Installation.FOLDER:
            start = [sys.executable]
    return [*start, *arguments]


def install_command(extra: str = "") -> str:
    """How to install the packages of the live app, or those of an ``extra``, too."""
    if installation() is Installation.CHECKOUT:
        return f"pip install -r {REQUIREMENTS[extra]}"
    return f'pip install "sameface[{extra}]"' if extra else "pip install sameface"
