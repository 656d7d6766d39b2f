"""Errors of the operating system as sentences."""


def describe_os_error(error: Exception) -> str:
    """A sentence for an OSError raised by the system; any other error's own message."""
    if not isinstance(error, OSError) or error.errno is None or not error.strerror:
        return str(error)
    what = f"{error.filename} cannot be used" if error.filename else "The system refused"
    return f"{what}: {error.strerror}. Check that it exists and that you may use it."
