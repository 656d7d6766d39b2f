"""Options of ``score``."""

import argparse

from app.arguments.parser import add_cluster
from training.jobs.arguments import path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--pairs",
        type=path,
        metavar="FILE",
        required=True,
        help="CSV file with the columns left,right: paths of pictures",
    )
    parser.add_argument(
        "--out",
        type=path,
        metavar="FILE",
        required=True,
        help="CSV file for the pairs with similarity,status; resumed if it exists",
    )
    add_cluster(parser)
    parser.add_argument("--bundle", type=path, metavar="DIR", help="model bundle (default: the one in use)")
