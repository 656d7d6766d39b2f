"""Options of ``daemon``."""

import argparse

from training.jobs.arguments import seconds

ACTIONS = ("start", "verify", "status", "stop")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "start: load the networks and wait for requests, until Ctrl-C or stop. verify: ask the daemon to "
        "verify --person, and end with its exit code. status: say whether it runs. stop: end it."
    )
    parser.add_argument("action", choices=ACTIONS, help="see above")
    parser.add_argument(
        "--timeout",
        dest="timeout_s",
        type=seconds,
        metavar="SECONDS",
        help="verify: end the attempt after this time (default: the one in the settings)",
    )
    parser.add_argument("--json", action="store_true", help="print the daemon's events as JSON lines")
