"""Options of ``audit``."""

import argparse

ACTIONS = ("show", "verify", "archive")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "action",
        nargs="?",
        choices=ACTIONS,
        default="show",
        help="show: print the entries (default); verify: check that none was changed or removed; archive: "
        "move the log to a dated file, and start a new one",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
