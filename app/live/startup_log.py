"""Log the milestones of start-up: the first picture drawn, and the first frame judged."""

import logging
from collections.abc import Callable

log = logging.getLogger(__name__)

FIRST_PICTURE = "The first picture is shown."
FIRST_DECISION = "The first frame is judged."


class StartupMilestones:
    """``reached``: for each message, whether its milestone is reached."""

    def __init__(self, reached: dict[str, Callable[[], bool]]) -> None:
        self._awaited = dict(reached)

    def watch(self) -> None:
        """Log each milestone once. Call repeatedly."""
        for message in [message for message, reached in self._awaited.items() if reached()]:
            log.info(message)
            del self._awaited[message]
