"""Options of ``collect``."""

import argparse

from training.jobs.arguments import whole_number


def add_arguments(parser: argparse.ArgumentParser) -> None:
    for kind in ("anchors", "positives", "negatives"):
        parser.add_argument(
            f"--{kind}",
            type=whole_number,
            default=0,
            metavar="N",
            help=f"capture N varied {kind} automatically",
        )
