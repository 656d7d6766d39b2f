import pytest

from app.translation.catalogue import translate, use_language
from app.translation.language import Language
from model.messages.message import Message, joined, plural_message, sentences
from model.vision.quality import Flaw

RETRIES = Message("Sameface will try again automatically.")


@pytest.fixture
def german():
    use_language(Language.GERMAN)
    yield
    use_language(Language.ENGLISH)


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    ("message", "shown"),
    [
        (RETRIES, "Sameface versucht es automatisch noch einmal."),
        (Message("Line {line} is {state}.", line=3, state="new"), "Line 3 is new."),
        (Message("card.json is not a card this version reads: {error}.", error=Message("it is empty")),
         "card.json hat ein Format, das diese Version nicht liest: der Inhalt ist leer."),
        (plural_message("{count} picture", "{count} pictures", 1), "1 Bild"),
        (plural_message("{count} picture", "{count} pictures", 3), "3 Bilder"),
        (Message("it is larger than {limit:,} bytes", limit=50_000), "sie ist größer als 50.000 Byte"),
        (Message("epoch {epoch} of {epochs}, loss {loss:.3f}", epoch=3, epochs=20, loss=0.2134),
         "Epoche 3 von 20, Verlust 0,213"),
        (Message("No face was found in it: it is {light}.", light=Flaw.TOO_DARK),
         "Darin wurde kein Gesicht gefunden: Es ist zu dunkel."),
        (sentences(Message("Restart the camera."), RETRIES),
         "Starten Sie die Kamera neu. Sameface versucht es automatisch noch einmal."),
        (joined("; ", ["a.jpg", Message("It is a text file.")]), "a.jpg; Es ist eine Textdatei."),
    ],
)  # fmt: skip
def test_a_message_is_translated_with_its_values(message, shown):
    assert translate(message) == shown


@pytest.mark.usefixtures("german")
def test_other_text_is_shown_as_it_is():
    assert translate("The disk said: {no}.") == "The disk said: {no}."
    assert translate("") == translate(Message("")) == ""


def test_in_english_a_message_is_its_text():
    message = sentences(Message("{file} is {state}.", file="a.csv", state="new"), RETRIES)
    assert translate(message) == message
