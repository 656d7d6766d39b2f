"""Names of trained models and of reports, which begin with the time in UTC."""

import re

STAMPED = re.compile(r"(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)\d\d-(.+)")


def stored_name(name: str) -> str:
    """Whose it is and when it was made; ``name`` itself without a time."""
    stored = STAMPED.fullmatch(name)
    if not stored:
        return name
    year, month, day, hour, minute, subject = stored.groups()
    return f"{subject}, {year}-{month}-{day} {hour}:{minute} UTC"
