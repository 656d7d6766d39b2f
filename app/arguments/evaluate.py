"""Options of ``evaluate``."""

import argparse

from app.arguments.parser import add_cluster
from training.jobs.arguments import path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    dataset = parser.add_mutually_exclusive_group(required=True)
    dataset.add_argument("--lfw", type=path, metavar="DIR", help="folder of Labeled Faces in the Wild")
    dataset.add_argument("--people", type=path, metavar="DIR", help="folder that holds a folder per person")
    dataset.add_argument(
        "--pairs", type=path, metavar="FILE", help="CSV file with the columns left,right,same"
    )
    parser.add_argument(
        "--protocol",
        choices=("view1", "view2"),
        help="with --lfw: the people of View 1 (default) or the folds",
    )
    parser.add_argument(
        "--choose-threshold",
        action="store_true",
        help="with --people: select a threshold on half of them, and measure the others at it, too",
    )
    add_cluster(parser)
    parser.add_argument("--bundle", type=path, metavar="DIR", help="model bundle (default: the one in use)")
    parser.add_argument("--out", type=path, metavar="DIR", help="new folder for the report")
    parser.add_argument("--json", action="store_true", help="print the results as JSON")
    parser.add_argument("--supervised", action="store_true", help=argparse.SUPPRESS)
