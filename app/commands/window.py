"""``app`` and ``demo``: the window, at the chosen camera or at the built-in demo camera."""

import argparse

from app.commands.configuration import configure
from app.gui.launch import run as open_window
from app.live.controller import AppController
from app.storage.settings import MAX_TEXT_SIZE, MIN_TEXT_SIZE, Theme
from app.translation.language import Language
from training.jobs.arguments import one_of, whole_number


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--language", type=one_of(Language), metavar="CODE", help=f"of the window: {', '.join(Language)}"
    )
    parser.add_argument(
        "--theme", type=one_of(Theme), metavar="NAME", help=f"colours of the window: {', '.join(Theme)}"
    )
    parser.add_argument(
        "--text-size",
        type=_text_size,
        metavar="PERCENT",
        help=f"{MIN_TEXT_SIZE} (default) to {MAX_TEXT_SIZE}",
    )


def _text_size(text: str) -> int:
    if not MIN_TEXT_SIZE <= (size := whole_number(text)) <= MAX_TEXT_SIZE:
        raise argparse.ArgumentTypeError(f"{MIN_TEXT_SIZE} to {MAX_TEXT_SIZE} is needed, not {text}")
    return size


def run(options: argparse.Namespace) -> int:
    """Return when the window is closed. With ``demo``, ``--camera`` may name another demo scene."""
    if options.command == "demo":
        options.camera = options.camera or "demo"
    return open_window(AppController(*configure(options)))
