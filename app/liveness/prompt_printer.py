"""Print what the user should do."""

from collections.abc import Callable

from model.liveness.result import Prompt


class PromptPrinter:
    """Prints a prompt when it changes."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write
        self._shown: Prompt | None = None

    def show(self, prompt: Prompt | None) -> None:
        if prompt and prompt is not self._shown:
            self._write(prompt)
        self._shown = prompt
