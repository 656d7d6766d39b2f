import ast
import re

import pytest

from app.storage.paths import PROJECT
from app.translation.catalogue import use_language
from app.translation.error_messages import BETWEEN_SENTENCES, SENTENCES, translate_message
from app.translation.language import Language

OWN = PROJECT / "app" / "translation" / "error_messages.py"
ROOMS = (
    *("app/audit", "app/camera", "app/history", "app/live", "app/people", "app/references", "app/storage"),
    *("app/system", "app/vault", "model/storage"),
)
VALUE = "Value"
SOURCE = " ".join(
    re.sub(r'"\s*\n\s*f?"', "", path.read_text(encoding="utf-8"))
    for room in ROOMS
    for path in (PROJECT / room).rglob("*.py")
)
FULLY_TRANSLATED = (
    "app/live/corrections.py",
    "app/people/changes.py",
    "app/people/people_manager.py",
    "app/references/counter_examples.py",
    "app/system/notification.py",
    "model/storage/people_folder.py",
)
"""Every error of these files reaches the window."""


def raised_sentences(path: str) -> set[str]:
    """The sentences of the errors that a file raises, with a word in place of each value."""
    calls = [
        node.exc
        for node in ast.walk(ast.parse((PROJECT / path).read_text(encoding="utf-8")))
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)
    ]
    messages = [literal(argument) for call in calls for argument in call.args]
    sentences = {sentence for message in messages for sentence in BETWEEN_SENTENCES.split(message)}
    return sentences - {"", VALUE}


def stays_english(sentence: str) -> bool:
    """A value before it may be a sentence of its own."""
    forms = {sentence, sentence.removeprefix(f"{VALUE} ")}
    return all(translate_message(form) == form for form in forms)


def literal(node: ast.expr) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(literal(part) if isinstance(part, ast.Constant) else VALUE for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


@pytest.fixture
def german():
    use_language(Language.GERMAN)
    yield
    use_language(Language.ENGLISH)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_some_code_still_says_it(sentence):
    parts = re.split(r"\{\w+\}", sentence)
    assert [part for part in parts if len(part) > 3 and part.strip(" .") not in SOURCE] == []


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("path", FULLY_TRANSLATED)
def test_no_error_of_it_stays_english(path):
    sentences = raised_sentences(path)
    assert sentences
    assert [sentence for sentence in sentences if stays_english(sentence)] == []


@pytest.mark.usefixtures("german")
def test_a_message_is_translated_sentence_by_sentence():
    message = "The camera 0 stopped sending pictures. Plug it in. Sameface will try again automatically."
    assert translate_message(message) == (
        "Die Kamera sendet keine Bilder mehr. Plug it in. Sameface versucht es von selbst wieder."
    )


def test_in_english_nothing_changes():
    message = "There is no such camera, file or folder. Received: 'x'. Accepted: a camera number such as 0."
    assert translate_message(message) == message
    assert translate_message("") == ""
