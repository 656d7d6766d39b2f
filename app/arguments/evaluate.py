"""Options of ``evaluate``."""

import argparse

from app.arguments.parser import add_cluster
from training.jobs.arguments import path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    dataset = parser.add_mutually_exclusive_group(required=True)
    dataset.add_argument("--lfw", type=path, metavar="DIR", help="folder of Labeled Faces in the Wild")
    dataset.add_argument(
        "--people", type=path, metavar="DIR", help="folder with one subfolder for each person"
    )
    dataset.add_argument(
        "--pairs", type=path, metavar="FILE", help="CSV file with the columns left,right,same"
    )
    parser.add_argument(
        "--protocol",
        choices=("view1", "view2"),
        help="with --lfw: view1, its dev-test people (default), or view2, its ten folds",
    )
    parser.add_argument(
        "--choose-threshold",
        action="store_true",
        help="with --people: also select a threshold on half of the people, and measure the other half at it",
    )
    add_cluster(parser)
    parser.add_argument("--bundle", type=path, metavar="DIR", help="model bundle (default: the one in use)")
    parser.add_argument("--out", type=path, metavar="DIR", help="new folder for the report")
    parser.add_argument("--json", action="store_true", help="print the results as JSON")
    parser.add_argument("--supervised", action="store_true", help=argparse.SUPPRESS)
