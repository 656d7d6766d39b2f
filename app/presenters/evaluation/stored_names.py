"""Names of trained models and of reports, which begin with the time in UTC."""

import re
from datetime import UTC, datetime, tzinfo

from app.presenters.local_time import local_time
from app.translation.catalogue import tr
from model.runtime.bundle import SHIPPED_BUNDLE

STAMPED = re.compile(r"(\d{8}-\d{6})-(.+)")
PERSONAL = "personal-"
"""The name of a personal bundle continues with that of the person."""


def stored_name(name: str, zone: tzinfo | None = None) -> str:
    """Whose it is and when it was made, in local time; ``name`` itself without a time."""
    time, subject = parse_stored_name(name)
    return f"{subject}, {local_time(time, zone)}" if time else name


def report_name(name: str, zone: tzinfo | None = None) -> str:
    """When a report was made and of which model; ``name`` itself without a time."""
    time, bundle = parse_stored_name(name)
    return f"{local_time(time, zone)}: {bundle_words(bundle)}" if time else name


def bundle_words(name: str) -> str:
    """What the screen Train calls a bundle with this ``name``."""
    return shipped_model() if name == SHIPPED_BUNDLE.name else name.removeprefix(PERSONAL)


def shipped_model() -> str:
    return tr("The model that came with Sameface")


def parse_stored_name(name: str) -> tuple[datetime | None, str]:
    """The time, and the rest of ``name``. Without a valid time: None, and all of it."""
    stored = STAMPED.fullmatch(name)
    try:
        time = datetime.strptime(stored[1], "%Y%m%d-%H%M%S").replace(tzinfo=UTC) if stored else None
    except ValueError:
        return None, name
    return (time, stored[2]) if stored and time else (None, name)
