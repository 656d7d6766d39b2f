"""Options of ``lockout``."""

import argparse

ACTIONS = ("status", "unlock")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "action",
        nargs="?",
        choices=ACTIONS,
        default="status",
        help="status: list the failed attempts of each person (default); unlock: forget those of --person",
    )
