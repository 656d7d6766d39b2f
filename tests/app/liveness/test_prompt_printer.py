from app.liveness.prompt_printer import PromptPrinter
from model.liveness.result import Prompt


def test_a_prompt_is_printed_when_it_changes():
    lines = []
    printer = PromptPrinter(lines.append)
    for prompt in (None, Prompt.TURN_LEFT, Prompt.TURN_LEFT, None, Prompt.TURN_LEFT, Prompt.TURN_RIGHT):
        printer.show(prompt)
    assert lines == [Prompt.TURN_LEFT, Prompt.TURN_LEFT, Prompt.TURN_RIGHT]
