"""Options of ``train``."""

import argparse

from training.jobs.arguments import one_of, path, positive_number
from training.personalization.options import Depth


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lfw", type=path, metavar="DIR", help="folder of Labeled Faces in the Wild")
    parser.add_argument(
        "--download", action="store_true", help="download LFW (about 240 MB) if it is missing"
    )
    parser.add_argument(
        "--depth",
        type=one_of(Depth),
        choices=Depth,
        default=Depth.QUICK,
        help="quick: train the head, in seconds (default); deep: also the last blocks of the network, in "
        "minutes",
    )
    parser.add_argument(
        "--epochs", type=positive_number, metavar="N", help="number of epochs of a deep training"
    )
    parser.add_argument("--supervised", action="store_true", help=argparse.SUPPRESS)
