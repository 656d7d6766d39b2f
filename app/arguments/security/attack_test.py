"""Options of ``attack-test``."""

import argparse

from app.arguments.parser import add_liveness
from training.jobs.arguments import path, positive_number


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_liveness(parser)
    parser.add_argument(
        "--tries",
        type=positive_number,
        default=10,
        metavar="N",
        help="tries per species (default: 10; 51 without an error show a rate of at most 7 %% with 95 %% "
        "confidence)",
    )
    parser.add_argument(
        "--out", type=path, metavar="DIR", help="folder for artefacts and report (default: in reports)"
    )
    parser.add_argument(
        "--consent",
        action="store_true",
        help="agree that pictures of your face are stored in this folder; without it you are asked",
    )
