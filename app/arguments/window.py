"""Options of ``app`` and ``demo``: settings of the window."""

import argparse

from app.arguments.parser import add_decision
from app.storage.setting_values import MAX_AUDIT_DAYS, MAX_TEXT_SIZE, MAX_THREADS, MIN_TEXT_SIZE, Theme
from app.translation.language import Language
from training.jobs.arguments import one_of, positive_number, whole_number

SWITCHES = {
    "keep-history": "record the attempts in the window (default: yes)",
    "keep-pictures": "keep a picture of the face with each recorded attempt (default: no)",
    "notify": "show a notification when another person is refused (default: no)",
    "night-light": "light up a dark face with the sides of the window (default: no)",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--language",
        type=one_of(Language),
        metavar="CODE",
        help=f"language of the window: {', '.join(Language)}",
    )
    parser.add_argument(
        "--theme", type=one_of(Theme), metavar="NAME", help=f"colours of the window: {', '.join(Theme)}"
    )
    parser.add_argument(
        "--text-size",
        type=_text_size,
        metavar="PERCENT",
        help=f"text size of the window, {MIN_TEXT_SIZE} (default) to {MAX_TEXT_SIZE}",
    )
    add_decision(parser)
    parser.add_argument(
        "--steady-frames",
        type=positive_number,
        metavar="N",
        help="frames in a row that must match before a face is verified (default: 3)",
    )
    parser.add_argument("--threads", type=_threads, metavar="N", help="threads per network (default: 2)")
    parser.add_argument(
        "--audit-days", type=_days, metavar="N", help="keep the audit log for N days (default: 365)"
    )
    parser.add_argument(
        "--stay-open",
        dest="stays_open",
        action="store_true",
        default=None,
        help="check continuously instead of making one attempt at a time",
    )
    for name, words in SWITCHES.items():
        parser.add_argument(f"--{name}", action=argparse.BooleanOptionalAction, help=words)


def _days(text: str) -> int:
    if (days := positive_number(text)) > MAX_AUDIT_DAYS:
        raise argparse.ArgumentTypeError(f"must be 1 to {MAX_AUDIT_DAYS}, not {text}")
    return days


def _threads(text: str) -> int:
    if (count := positive_number(text)) > MAX_THREADS:
        raise argparse.ArgumentTypeError(f"must be 1 to {MAX_THREADS}, not {text}")
    return count


def _text_size(text: str) -> int:
    if not MIN_TEXT_SIZE <= (size := whole_number(text)) <= MAX_TEXT_SIZE:
        raise argparse.ArgumentTypeError(f"must be {MIN_TEXT_SIZE} to {MAX_TEXT_SIZE}, not {text}")
    return size
