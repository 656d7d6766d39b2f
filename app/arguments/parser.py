"""The parser of the command line, and the options that several commands have."""

import argparse
from importlib import import_module
from typing import Any, NoReturn

from app.arguments.command_table import COMMANDS, DEFAULT
from app.system.exit_codes import EXIT_CODES
from app.system.log_setup import FILE, LogLevel
from app.system.url_redaction import redact_urls
from model.installation.commands import program_name
from model.installation.version import VERSION
from model.liveness.mode import LivenessMode
from model.terminal.standard_streams import write_answer
from model.verification.security_levels import DEFAULT_LEVEL, Level
from training.jobs.arguments import one_of, path, seconds, share

DESCRIPTION = "Is this the same face? Verifies the person at the webcam, on this machine alone."
CAMERA = "webcam index or name, video, folder of pictures, http(s)://, rtsp:// or rtmp:// address, or demo"


class Parser(argparse.ArgumentParser):
    """Redacts addresses in error messages: they may hold a password."""

    def print_help(self, file: Any = None) -> None:
        """Raises OutputError, which argparse would swallow."""
        write_answer(self.format_help().rstrip())

    def error(self, message: str) -> NoReturn:
        super().error(redact_urls(message))


class _PrintVersion(argparse.Action):
    """As argparse's own, but raises OutputError when standard output cannot be written."""

    def __init__(self, **options: Any) -> None:
        super().__init__(nargs=0, default=argparse.SUPPRESS, **options)

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        write_answer(f"Sameface {VERSION}")
        parser.exit()


class _CommandParser(Parser):
    """Imports ``arguments``, a module with ``add_arguments``, only when this command is given."""

    def __init__(self, *, arguments: str, **options: Any) -> None:
        super().__init__(**options)
        self._arguments = arguments

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        import_module(self._arguments).add_arguments(self)
        return super().parse_known_args(args, namespace)


def build_parser() -> argparse.ArgumentParser:
    """The options it returns name the ``command``."""
    parser = Parser(program_name().removeprefix("python "), description=DESCRIPTION, epilog=EXIT_CODES)
    parser.add_argument("--version", action=_PrintVersion, help="print the version and exit")
    add_shared_options(parser)
    commands = parser.add_subparsers(
        title="commands", dest="command", metavar="COMMAND", parser_class=_CommandParser
    )
    parser.set_defaults(
        command=DEFAULT, camera=None, rotate=None, person=None, data=None, log_level=LogLevel.INFO
    )
    for command in COMMANDS:
        add_shared_options(
            commands.add_parser(command.name, arguments=command.arguments, help=command.summary)
        )
    return parser


def add_shared_options(parser: argparse.ArgumentParser) -> None:
    """Options that go before or after the command: a parser leaves out those that were not given, and so
    does not override what another one has read."""
    parser.add_argument("--camera", metavar="SPEC", default=argparse.SUPPRESS, help=CAMERA)
    parser.add_argument(
        "--rotate",
        metavar="DEGREES",
        type=int,
        choices=(0, 90, 180, 270),
        default=argparse.SUPPRESS,
        help="turn the camera's pictures clockwise by 90, 180 or 270 (default: 0)",
    )
    parser.add_argument(
        "--person", metavar="NAME", default=argparse.SUPPRESS, help="the person's name (default: me)"
    )
    parser.add_argument(
        "--data",
        metavar="DIR",
        type=path,
        default=argparse.SUPPRESS,
        help="data folder (default: application_data in a checkout, otherwise the one that doctor prints)",
    )
    parser.add_argument(
        "--log-level",
        metavar="LEVEL",
        type=one_of(LogLevel),
        default=argparse.SUPPRESS,
        help=f"lowest level written to logs/{FILE}: {', '.join(LogLevel)} (default: {LogLevel.INFO})",
    )


def add_largest(parser: argparse.ArgumentParser) -> None:
    """The option that ``enrol`` and ``verify`` have in common."""
    parser.add_argument(
        "--largest",
        action="store_true",
        help="use the largest face of a photograph that shows several",
    )


def add_liveness(parser: argparse.ArgumentParser) -> None:
    """The option that ``verify``, ``attack-test`` and the window have in common."""
    parser.add_argument(
        "--liveness",
        type=one_of(LivenessMode),
        metavar="NAME",
        help=f"liveness checks: {', '.join(LivenessMode)} (default: by level; none for a recording)",
    )


def add_decision(parser: argparse.ArgumentParser) -> None:
    """The options that ``verify`` and the window have in common: the rule of an attempt."""
    parser.add_argument(
        "--timeout",
        dest="timeout_s",
        type=seconds,
        metavar="SECONDS",
        help="end a live attempt after this time (default: 20)",
    )
    parser.add_argument(
        "--level",
        type=one_of(Level),
        metavar="NAME",
        help=f"security level: {', '.join(Level)} (default: {DEFAULT_LEVEL})",
    )
    add_liveness(parser)
    parser.add_argument(
        "--detection-threshold",
        type=share,
        metavar="SHARE",
        help="a reference matches above this similarity; overrides the level",
    )
    parser.add_argument(
        "--verification-threshold",
        type=share,
        metavar="SHARE",
        help="verified when more than this share of the references match",
    )


def add_cluster(parser: argparse.ArgumentParser) -> None:
    """The option that ``score`` and ``evaluate`` have in common."""
    parser.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="find and embed faces on a Dask cluster: the address of its scheduler, tcp://HOST:8786",
    )
