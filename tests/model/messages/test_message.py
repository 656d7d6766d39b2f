import copy
import pickle

import pytest

from model.messages.message import Message, joined, plural_message, reworded, sentences
from model.messages.stored_message import StoredMessage, store
from model.storage.json_codec import decode_json, encode_json

EMPTY = Message("{file} is empty.", file="a.mp4")
NESTED = sentences(EMPTY, "", Message("Try again in {count:,} ms.", count=1500))
CASES = {
    "a constant": Message("Try {again}."),
    "with values": EMPTY,
    "with messages in it": NESTED,
    "with a number of things": plural_message("{count:,} file", "{count:,} files", 1200),
}
every = pytest.mark.parametrize("message", CASES.values(), ids=CASES.keys())


def test_a_message_is_its_english_text():
    assert EMPTY == "a.mp4 is empty."
    assert NESTED == "a.mp4 is empty. Try again in 1,500 ms."
    assert Message("Try {again}.") == "Try {again}."
    assert joined(", ", ["one", EMPTY]) == "one, a.mp4 is empty."


def test_the_form_fits_the_number():
    assert plural_message("{count} file", "{count} files", 1) == "1 file"
    assert plural_message("{count} file", "{count} files", 0) == "0 files"


def test_a_message_in_a_message_can_be_reworded():
    other = reworded(NESTED, {"{file} is empty.": "Choose another file than {file}."})
    assert other == "Choose another file than a.mp4. Try again in 1,500 ms."
    assert reworded(NESTED, {}) == NESTED


@pytest.mark.parametrize("kind", [ValueError, OSError, RuntimeError])
def test_an_error_keeps_its_message(kind):
    try:
        raise kind(EMPTY)
    except kind as error:
        assert str(error) is EMPTY
        assert Message("{error} Copy it again.", error=error).values["error"] is EMPTY


@every
def test_it_survives_another_process_and_a_file(message):
    crossed = decode_json(encode_json(store(message)), StoredMessage).restored()
    for copied in (crossed, pickle.loads(pickle.dumps(message)), copy.deepcopy(message)):
        assert (copied, type(copied)) == (message, Message)
        assert (copied.template, copied.plural, copied.values) == (
            message.template,
            message.plural,
            message.values,
        )


def test_other_text_crosses_as_it_is():
    assert store("{no placeholder}").restored() == "{no placeholder}"


@pytest.mark.parametrize(
    "stored",
    [
        StoredMessage("{file} is {state}.", values={"file": "a"}),
        StoredMessage("{0} is empty.", values={"file": "a"}),
        StoredMessage("{file.gone}", values={"file": "a"}),
        StoredMessage("{count} file", "{count} files", {"number": 1}),
    ],
)
def test_a_damaged_message_is_refused(stored):
    with pytest.raises(ValueError, match="do not fit"):
        stored.restored()


def test_in_json_a_message_is_text():
    assert encode_json({"reason": EMPTY}) == '{"reason":"a.mp4 is empty."}'
