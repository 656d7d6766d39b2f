import re

import pytest

from app.storage.paths import PROJECT
from app.translation.catalogue import use_language
from app.translation.error_messages import SENTENCES, translate_message
from app.translation.language import Language

OWN = PROJECT / "app" / "translation" / "error_messages.py"
SOURCE = " ".join(
    re.sub(r'"\s*\n\s*f?"', "", path.read_text(encoding="utf-8"))
    for room in ("camera", "live", "people", "storage", "vault")
    for path in (PROJECT / "app" / room).rglob("*.py")
)


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
def test_a_message_is_translated_sentence_by_sentence():
    message = "The camera 0 stopped sending pictures. Plug it in. Sameface will try again automatically."
    assert translate_message(message) == (
        "Die Kamera sendet keine Bilder mehr. Plug it in. Sameface versucht es von selbst wieder."
    )


def test_in_english_nothing_changes():
    message = "There is no such camera, file or folder. Received: 'x'. Accepted: a camera number such as 0."
    assert translate_message(message) == message
    assert translate_message("") == ""
