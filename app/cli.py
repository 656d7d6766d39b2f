"""The command line: parse it, then import and run one command."""

import logging
from collections.abc import Sequence
from importlib import import_module

from app.arguments.command_table import MODULES
from app.arguments.parser import build_parser
from app.system.exit_codes import Exit, fail
from app.system.garbage_collection import pause_collection, resume_collection
from model.terminal.standard_streams import OutputError, prepare_standard_streams

log = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code (see ``app.system.exit_codes``)."""
    prepare_standard_streams()
    try:
        options = build_parser().parse_args(arguments)
        pause_collection()
        module = import_module(MODULES[options.command])
        resume_collection()
        code: int = module.run(options)
    except OutputError as error:
        return fail(error, Exit.COULD_NOT)
    except KeyboardInterrupt:
        return fail("Interrupted. Everything confirmed so far is kept.", Exit.INTERRUPTED)
    except ImportError as error:
        return _fail_without_package(error)
    return code


def _fail_without_package(error: ImportError) -> Exit:
    """Say which package to install. Raises ``error`` when the package is not one of the requirements."""
    from app.system.requirements import missing_package_hint

    advice = missing_package_hint(error)
    if advice is None:
        raise error
    log.info("A package is missing or broken.", exc_info=error)
    return fail(advice, Exit.COULD_NOT)
