"""The account of the user on this computer."""

import getpass


def login_name() -> str:
    """Empty if it is not known."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
