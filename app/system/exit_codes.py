"""Exit codes of the commands. The command line guide has the same table."""

import os
import sys
from enum import IntEnum

from app.system.url_redaction import redact_urls
from model.storage.os_errors import describe_os_error

EXIT_CODES = (
    "exit codes: 0 verified, or done; 1 not verified; 2 usage; "
    "3 could not (no camera, no face, no references, damaged model, timeout, a check of doctor failed); "
    "130 interrupted"
)
"""For the help."""


class Exit(IntEnum):
    """``doctor`` ends with DONE when nothing failed, warnings or not, else with COULD_NOT."""

    VERIFIED = 0
    DONE = 0
    NOT_VERIFIED = 1
    USAGE = 2
    COULD_NOT = 3
    INTERRUPTED = 130


SUPERVISED_VARIABLE = "SAMEFACE_SUPERVISED"
"""Set in the environment of a job of the window, which reads its failure as JSON."""


def fail(what: Exception | str, code: Exit) -> Exit:
    """Print the error to standard error and return ``code``, the exit code."""
    message = what if isinstance(what, str) else describe_os_error(what)
    print(redact_urls(message), file=sys.stderr)
    if os.environ.get(SUPERVISED_VARIABLE):
        # Only then: this module must work when packages are missing.
        from training.jobs.supervision import write_failure

        write_failure(message)
    return code
