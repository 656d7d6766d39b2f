"""Options of ``show``."""

import argparse
from pathlib import Path

from app.arguments.parser import Parser, add_shared_options
from training.jobs.arguments import path, positive_number, whole_number


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pictures = parser.add_subparsers(
        title="pictures", dest="what", metavar="WHAT", required=True, parser_class=Parser
    )
    pairs = pictures.add_parser("pairs", help="genuine and impostor pairs")
    augment = pictures.add_parser("augment", help="how training augments a crop")
    twins = pictures.add_parser("twins", help="strangers in the style of your camera")
    network = pictures.add_parser("architecture", help="the network, layer by layer")
    embeddings = pictures.add_parser("embeddings", help="a map: similar faces are near each other")
    for picture in (pairs, augment, twins, network, embeddings):
        add_shared_options(picture)
        _add_output(picture)
    for picture in (pairs, twins, embeddings):
        _add_faces(picture)
    pairs.add_argument(
        "--anchor", type=path, metavar="FILE", help="compare this face with many others instead"
    )
    network.add_argument(
        "--network",
        choices=("sameface", "residual", "koch"),
        default="sameface",
        help="that of the model in use (the default), of the earlier releases, or of Koch et al. (2015)",
    )


def _add_output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=_png, metavar="FILE.png", help="output file (default: in reports)")
    parser.add_argument("--seed", type=whole_number, default=0, metavar="N", help="random seed (default: 0)")


def _add_faces(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--people", type=path, metavar="DIR", help="folder with one subfolder for each person"
    )
    parser.add_argument("--lfw", type=path, metavar="DIR", help="folder of Labeled Faces in the Wild")
    parser.add_argument("--limit", type=positive_number, metavar="N", help="maximum number of pairs or crops")


def _png(text: str) -> Path:
    if Path(text).suffix.lower() != ".png":
        raise argparse.ArgumentTypeError(f"must be a file name that ends in .png, not {text!r}")
    return path(text)
