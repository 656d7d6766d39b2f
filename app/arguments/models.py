"""Options of ``models``."""

import argparse

from training.jobs.arguments import path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    request = parser.add_mutually_exclusive_group()
    request.add_argument("--use", metavar="NAME", help="use this model from now on")
    request.add_argument("--roll-back", action="store_true", help="use the previous model again")
    request.add_argument(
        "--install", type=path, metavar="FILE", help="check a signed model file, and add it to the models"
    )
    request.add_argument(
        "--trust", type=path, metavar="KEY", help="accept models signed with this public key (a PEM file)"
    )
    request.add_argument("--remove", metavar="NAME", help="delete a model that is not in use")
    request.add_argument(
        "--compare", nargs="+", metavar="NAME", default=(), help="print the figures of models side by side"
    )
