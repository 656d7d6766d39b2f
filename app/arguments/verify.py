"""Options of ``verify``."""

import argparse

from app.arguments.parser import add_decision, add_largest
from app.system.exit_codes import EXIT_CODES
from training.jobs.arguments import path, seconds

LEAVE_AFTER_S = 10.0
"""Long enough to look down or away."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = EXIT_CODES
    parser.add_argument(
        "--image", type=path, metavar="FILE", help="verify one photograph instead of a camera"
    )
    parser.add_argument(
        "--references",
        type=path,
        metavar="DIR",
        help="folder of photographs to compare with (default: the person's references)",
    )
    add_largest(parser)
    add_decision(parser)
    output = parser.add_mutually_exclusive_group()
    output.add_argument("--json", action="store_true", help="print the answer as JSON")
    output.add_argument("--events", action="store_true", help="print events as JSON lines, the answer last")
    _add_hooks(parser)


def _add_hooks(parser: argparse.ArgumentParser) -> None:
    for name, when in (("success", "verified"), ("failure", "not verified")):
        parser.add_argument(
            f"--on-{name}", default="", metavar="COMMAND", help=f"run this command when the face is {when}"
        )
    parser.add_argument(
        "--on-leave",
        default="",
        metavar="COMMAND",
        help="once verified, keep watching, and run this command when the person has left the camera",
    )
    parser.add_argument(
        "--leave-after",
        dest="leave_after_s",
        type=seconds,
        default=LEAVE_AFTER_S,
        metavar="SECONDS",
        help=f"how long the person must be out of sight (default: {LEAVE_AFTER_S:g})",
    )
