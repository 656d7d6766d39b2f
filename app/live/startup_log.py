"""What starting up takes, in the log: a line when the first picture has been drawn, and one when the first
frame has been judged."""

import logging
from collections.abc import Callable

log = logging.getLogger(__name__)

FIRST_PICTURE = "The first picture is shown."
FIRST_DECISION = "The first frame is judged."


class StartupMilestones:
    """``happened`` is asked for by message until it is true."""

    def __init__(self, happened: dict[str, Callable[[], bool]]) -> None:
        self._awaited = dict(happened)

    def watch(self) -> None:
        for message in [message for message, happened in self._awaited.items() if happened()]:
            log.info(message)
            del self._awaited[message]
