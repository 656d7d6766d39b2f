"""How a command ends; the README's table says the same."""

import sys
from enum import IntEnum

from app.system.url_redaction import redact_urls
from model.storage.os_errors import describe_os_error


class Exit(IntEnum):
    """``doctor`` ends with DONE when nothing failed, warnings or not, else with COULD_NOT."""

    VERIFIED = 0
    DONE = 0
    NOT_VERIFIED = 1
    USAGE = 2
    COULD_NOT = 3
    INTERRUPTED = 130


def complain(what: Exception | str, code: Exit) -> Exit:
    """Tell on standard error what went wrong; ``code`` again, to end with."""
    words = what if isinstance(what, str) else describe_os_error(what)
    print(redact_urls(words), file=sys.stderr)
    return code
