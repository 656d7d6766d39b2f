"""Points in time, as the window shows them everywhere."""

from datetime import datetime, tzinfo

from app.translation.catalogue import tr, translatable

DATE_FORMAT = translatable("%Y-%m-%d, %H:%M")
"""For ``strftime``."""


def local_time(time: datetime, zone: tzinfo | None = None) -> str:
    """``time`` in the ``zone``; None: in that of the computer."""
    return time.astimezone(zone).strftime(tr(DATE_FORMAT))


def local_time_of(stored: str, zone: tzinfo | None = None) -> str:
    """A time in ISO 8601; other text stays."""
    try:
        return local_time(datetime.fromisoformat(stored), zone)
    except ValueError:
        return stored
