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
        "--keep-pictures",
        dest="keep_reference_pictures",
        action=argparse.BooleanOptionalAction,
        help="store pictures of the new references, not only their embeddings, so that they work with every "
        "model (default: no)",
    )
    parser.add_argument(
        "--forget-pictures",
        action="store_true",
        help="instead of enrolling, delete the pictures of the person's references and keep their embeddings",
    )
    add_largest(parser)
