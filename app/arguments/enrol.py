"""Options of ``enrol``."""

import argparse

from app.arguments.parser import add_largest
from training.jobs.arguments import path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--images", type=path, metavar="DIR", help="folder of photographs (default: the person's anchors)"
    )
    parser.add_argument("--replace", action="store_true", help="remove the existing references")
    parser.add_argument(
        "--embeddings-only",
        dest="keep_reference_pictures",
        action="store_false",
        default=None,
        help="delete the pictures of all references once their embeddings are stored; to use another model, "
        "enrol again",
    )
    add_largest(parser)
