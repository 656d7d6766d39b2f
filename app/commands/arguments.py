"""What may be asked for on the command line."""

import argparse
from pathlib import Path
from typing import Any, NoReturn

from app.system.log_setup import FILE, LogLevel
from app.system.url_redaction import redact_urls
from model.terminal.standard_streams import write_answer
from model.verification.security_levels import DEFAULT_LEVEL, Level
from training.jobs.arguments import one_of, path, positive_number, seconds, share, whole_number
from training.personalization.options import Depth

DESCRIPTION = "Is this the same face? Verifies the person at the webcam, on this machine alone."
EXIT_CODES = (
    "exit codes: 0 verified, or done; 1 not verified; 2 usage; "
    "3 could not (no camera, no face, no references, damaged model, timeout, a fault that doctor found); "
    "130 interrupted"
)
LEVELS = ", ".join(Level)
CAMERA = "webcam index or name, video, folder of pictures, http(s)://, rtsp:// or rtmp:// address, or demo"


class _Parser(argparse.ArgumentParser):
    def print_help(self, file: Any = None) -> None:
        """Raises OutputError, which argparse would keep to itself."""
        write_answer(self.format_help().rstrip())

    def error(self, message: str) -> NoReturn:
        super().error(redact_urls(message))


def parser() -> argparse.ArgumentParser:
    """Its result has a ``verb``, and None for what stands neither before it nor behind it."""
    whole = _Parser("main.py", description=DESCRIPTION, epilog=EXIT_CODES, parents=[_shared()])
    whole.set_defaults(verb="app", camera=None, rotate=None, person=None, data=None, log_level=LogLevel.INFO)
    shared = _shared()
    verbs = whole.add_subparsers(title="verbs", dest="verb", metavar="VERB", help="none: the window opens")
    verbs.add_parser("app", parents=[shared], help="the window (this is what happens without a verb)")
    verbs.add_parser("demo", parents=[shared], help="the window at the built-in demo camera")
    _add_collect(verbs.add_parser("collect", parents=[shared], help="collect crops without the window"))
    _add_enrol(verbs.add_parser("enrol", parents=[shared], help="store the references to verify against"))
    _add_verify(
        verbs.add_parser("verify", parents=[shared], help="verify without the window", epilog=EXIT_CODES)
    )
    _add_train(verbs.add_parser("train", parents=[shared], help="learn a person's face from the crops"))
    _add_models(verbs.add_parser("models", parents=[shared], help="list, compare and choose models"))
    _add_score(verbs.add_parser("score", parents=[shared], help="score every pair in a list of pictures"))
    _add_evaluate(verbs.add_parser("evaluate", parents=[shared], help="judge a model on pictures"))
    _add_show(verbs.add_parser("show", parents=[shared], help="see the crops and the network"), shared)
    _add_benchmark(verbs.add_parser("benchmark", parents=[shared], help="how fast it is here"))
    _add_doctor(verbs.add_parser("doctor", parents=[shared], help="what works here, and what does not"))
    return whole


def _shared() -> _Parser:
    """What may stand before the verb and behind it. A new one each time: ``set_defaults`` changes the options
    of its parents, too, and a verb's default would take the place of what stands before the verb."""
    shared = _Parser(add_help=False)
    shared.add_argument("--camera", metavar="SPEC", default=argparse.SUPPRESS, help=CAMERA)
    shared.add_argument(
        "--rotate",
        metavar="DEGREES",
        type=int,
        choices=(0, 90, 180, 270),
        default=argparse.SUPPRESS,
        help="turn the camera's pictures clockwise: 90, 180 or 270 (default: 0)",
    )
    shared.add_argument(
        "--person", metavar="NAME", default=argparse.SUPPRESS, help="whose face (default: me)"
    )
    shared.add_argument(
        "--data", metavar="DIR", type=path, default=argparse.SUPPRESS, help="instead of application_data"
    )
    shared.add_argument(
        "--log-level",
        metavar="LEVEL",
        type=one_of(LogLevel),
        default=argparse.SUPPRESS,
        help=f"what logs/{FILE} tells: {', '.join(LogLevel)} (default: {LogLevel.INFO})",
    )
    return shared


def _add_collect(parser: argparse.ArgumentParser) -> None:
    for kind in ("anchors", "positives", "negatives"):
        parser.add_argument(
            f"--{kind}", type=whole_number, default=0, metavar="N", help=f"capture N varied {kind} by itself"
        )


def _add_enrol(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--images", type=path, metavar="DIR", help="photographs; without it: the person's anchors"
    )
    parser.add_argument("--replace", action="store_true", help="remove the references there were")
    _add_largest(parser)


def _add_verify(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--image", type=path, metavar="FILE", help="judge one photograph instead of a camera")
    parser.add_argument("--references", type=path, metavar="DIR", help="photographs to compare with")
    _add_largest(parser)
    parser.add_argument(
        "--timeout", type=seconds, metavar="SECONDS", help="give up a live attempt after this"
    )
    parser.add_argument(
        "--level", type=one_of(Level), metavar="NAME", help=f"{LEVELS} (default: {DEFAULT_LEVEL.value})"
    )
    parser.add_argument(
        "--detection-threshold",
        type=share,
        metavar="SHARE",
        help="a reference matches above this, whatever the level",
    )
    parser.add_argument(
        "--verification-threshold", type=share, metavar="SHARE", help="verified above this share of matches"
    )
    parser.add_argument("--json", action="store_true", help="answer in JSON")


def _add_largest(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--largest",
        action="store_true",
        help="of a photograph with several faces, the largest counts",
    )


def _add_train(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lfw", type=path, metavar="DIR", help="a folder with Labeled Faces in the Wild")
    parser.add_argument("--download", action="store_true", help="fetch LFW (about 240 MB) if it is not there")
    parser.add_argument(
        "--depth",
        type=one_of(Depth),
        choices=Depth,
        default=Depth.QUICK,
        help="quick: the head, in seconds (default); deep: the last blocks of the network, too, in minutes",
    )
    parser.add_argument(
        "--epochs", type=positive_number, metavar="N", help="passes over the crops of a deep training"
    )
    parser.add_argument("--supervised", action="store_true", help=argparse.SUPPRESS)


def _add_models(parser: argparse.ArgumentParser) -> None:
    wish = parser.add_mutually_exclusive_group()
    wish.add_argument("--use", metavar="NAME", help="judge with this model from now on")
    wish.add_argument("--roll-back", action="store_true", help="judge with the model before again")
    wish.add_argument("--remove", metavar="NAME", help="delete a model that is not in use")
    wish.add_argument("--compare", nargs="+", metavar="NAME", default=(), help="their figures side by side")


def _add_score(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--pairs", type=path, metavar="FILE", required=True, help="CSV with the columns left,right: pictures"
    )
    parser.add_argument(
        "--out", type=path, metavar="FILE", required=True, help="the same with similarity,status; resumed"
    )
    parser.add_argument("--bundle", type=path, metavar="DIR", help="a model instead of the one in use")


def _add_evaluate(parser: argparse.ArgumentParser) -> None:
    material = parser.add_mutually_exclusive_group(required=True)
    material.add_argument("--lfw", type=path, metavar="DIR", help="a folder with Labeled Faces in the Wild")
    material.add_argument("--people", type=path, metavar="DIR", help="a folder of pictures for each person")
    material.add_argument("--pairs", type=path, metavar="FILE", help="a CSV file: left,right,same")
    parser.add_argument(
        "--protocol", choices=("view1", "view2"), help="with --lfw: its people of View 1 (default) or folds"
    )
    parser.add_argument(
        "--choose-threshold",
        action="store_true",
        help="with --people: half of them choose a threshold that the others are judged at, too",
    )
    parser.add_argument("--bundle", type=path, metavar="DIR", help="a model bundle (default: the one in use)")
    parser.add_argument("--out", type=path, metavar="DIR", help="a new folder for the report")
    parser.add_argument("--json", action="store_true", help="print the findings in JSON")


def _add_show(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    drawn = argparse.ArgumentParser(add_help=False)
    drawn.add_argument("--out", type=_png, metavar="FILE.png", help="instead of a file in reports")
    drawn.add_argument(
        "--seed", type=whole_number, default=0, metavar="N", help="another number, other samples"
    )
    faces = argparse.ArgumentParser(add_help=False)
    faces.add_argument("--people", type=path, metavar="DIR", help="a folder of photographs for each person")
    faces.add_argument("--lfw", type=path, metavar="DIR", help="a folder with Labeled Faces in the Wild")
    faces.add_argument("--limit", type=positive_number, metavar="N", help="so many pairs or crops")
    shows = parser.add_subparsers(title="pictures", dest="what", metavar="WHAT", required=True)
    pairs = shows.add_parser("pairs", parents=[shared, drawn, faces], help="pairs of the same and of others")
    pairs.add_argument("--anchor", type=path, metavar="FILE", help="this face against many instead")
    shows.add_parser("augment", parents=[shared, drawn], help="what training makes of a crop")
    shows.add_parser("twins", parents=[shared, drawn, faces], help="strangers in the look of your camera")
    network = shows.add_parser("architecture", parents=[shared, drawn], help="the network, layer by layer")
    network.add_argument("--network", choices=("sameface", "koch"), default="sameface")
    shows.add_parser("embeddings", parents=[shared, drawn, faces], help="a map: near is similar")


def _add_doctor(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="for a bug report: no names, no paths")


def _add_benchmark(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--frames",
        type=positive_number,
        default=240,
        metavar="N",
        help="of the demo camera, at most (default: 240)",
    )
    parser.add_argument(
        "--seconds", type=seconds, default=40.0, metavar="S", help="for all frames, at most (default: 40)"
    )
    parser.add_argument(
        "--no-baselines",
        dest="baselines",
        action="store_false",
        help="leave out the tutorial's way and mtcnn, which take TensorFlow and about a minute",
    )
    parser.add_argument("--json", type=path, metavar="FILE", help="write the figures there, too")


def _png(text: str) -> Path:
    if Path(text).suffix.lower() != ".png":
        raise argparse.ArgumentTypeError(f"a file that ends in .png is needed, not {text!r}")
    return path(text)
