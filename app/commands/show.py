"""``show``: draw a picture of the data or of the network."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from app.commands.configuration import configure
from app.commands.parser import Parser, add_shared_options
from app.storage.errors import translate_os_errors
from app.storage.people import PersonNameError
from app.system.exit_codes import Exit, fail
from app.system.requirements import require_modules
from model.terminal.standard_streams import write_answer
from model.vision.image_file import ImageFileError
from training.jobs.arguments import path, positive_number, whole_number
from training.jobs.progress import InvalidInputError
from training.jobs.progress_bar import progress_bar

if TYPE_CHECKING:
    from app.visualization.pictures import PictureOptions


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
    network.add_argument("--network", choices=("sameface", "koch"), default="sameface")


def _add_output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=_png, metavar="FILE.png", help="output file (default: in reports)")
    parser.add_argument("--seed", type=whole_number, default=0, metavar="N", help="random seed (default: 0)")


def _add_faces(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--people", type=path, metavar="DIR", help="folder that holds a folder per person")
    parser.add_argument("--lfw", type=path, metavar="DIR", help="folder of Labeled Faces in the Wild")
    parser.add_argument("--limit", type=positive_number, metavar="N", help="maximum number of pairs or crops")


def _png(text: str) -> Path:
    if Path(text).suffix.lower() != ".png":
        raise argparse.ArgumentTypeError(f"a file that ends in .png is needed, not {text!r}")
    return path(text)


def run(options: argparse.Namespace) -> int:
    paths, settings = configure(options)
    require_modules("matplotlib")
    from app.visualization.pictures import PictureOptions

    given = {name: value for name, value in vars(options).items() if name in PictureOptions.__slots__}
    out = options.out or paths.reports / f"show-{options.what}.png"
    option = "--out" if options.out else "--data"
    return save_picture(PictureOptions(paths=paths, settings=settings, **given), out, option)


def save_picture(options: "PictureOptions", out: Path, option: str) -> int:
    """Draw the picture, write it to ``out``, print that path, and return the exit code. ``option`` chooses
    another place."""
    from app.visualization.pictures import draw_picture

    try:
        with progress_bar() as report:
            canvas = draw_picture(options, report)
        with translate_os_errors("save a picture in", out.parent, option):
            canvas.save(out)
    except (
        FileNotFoundError,
        NotADirectoryError,
        ImageFileError,
        PersonNameError,
        InvalidInputError,
    ) as error:
        return fail(error, Exit.USAGE)
    except (OSError, ValueError, RuntimeError) as error:
        return fail(error, Exit.COULD_NOT)
    write_answer(str(out))
    return Exit.DONE
