"""Options of ``benchmark``."""

import argparse

from training.jobs.arguments import path, positive_number, seconds


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--frames",
        type=positive_number,
        default=240,
        metavar="N",
        help="maximum number of frames of the demo camera (default: 240)",
    )
    parser.add_argument(
        "--seconds",
        type=seconds,
        default=40.0,
        metavar="S",
        help="maximum time for these frames (default: 40)",
    )
    parser.add_argument(
        "--no-baselines",
        dest="baselines",
        action="store_false",
        help="skip the tutorial's method and mtcnn, which need TensorFlow and about a minute",
    )
    parser.add_argument(
        "--json", dest="out", type=path, metavar="FILE", help="write the figures to FILE, too"
    )
