"""``show``: draw a picture of the data or of the network."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from app.commands.configuration import configure
from app.storage.errors import translate_os_errors
from app.storage.people import PersonNameError
from app.system.exit_codes import Exit, fail
from app.system.requirements import require_modules
from model.messages.message import Message
from model.terminal.standard_streams import write_answer
from model.vision.image_file import ImageFileError
from training.jobs.progress import InvalidInputError
from training.jobs.progress_bar import progress_bar

if TYPE_CHECKING:
    from app.visualization.pictures import PictureOptions


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
        with translate_os_errors(Message("save a picture in"), out.parent, option):
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
