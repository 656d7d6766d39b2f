"""The catalogues that are in the repository."""

import ast
import string
from pathlib import Path

import pytest

from app.storage.paths import PROJECT
from tests.app.translation.update_catalogues import (
    KEYWORDS,
    compiled,
    extract_messages,
    po_path,
    read_catalogue,
    translated_languages,
    untranslated,
    updated_catalogue,
)

RUN = "Run: python -m tests.app.translation.update_catalogues"
languages = pytest.mark.parametrize("language", translated_languages())


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def forms(message: str | tuple[str, ...]) -> list[str]:
    return list(message) if isinstance(message, tuple) else [message]


@pytest.mark.slow
def test_strings_of_python_and_kivy_files_are_found():
    found = {location: message.id for message in extract_messages() for location, _ in message.locations}
    assert "app/gui/main_window.kv" in found


def marked_messages(path: Path) -> set[str]:
    """By the syntax tree: Babel overlooks what stands inside an f-string."""
    return {
        call.args[0].value
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in KEYWORDS
        and isinstance(call.args[0], ast.Constant)
    }


@languages
def test_no_string_is_overlooked(language):
    known = {form for message in read_catalogue(language) for form in forms(message.id)}
    sources = (path for room in ("app", "model", "training") for path in (PROJECT / room).rglob("*.py"))
    marked = {path: marked_messages(path) for path in sources}
    overlooked = {path.name: messages - known for path, messages in marked.items() if messages - known}
    assert overlooked == {}, RUN


@languages
def test_the_compiled_catalogue_is_up_to_date(language):
    assert po_path(language).with_suffix(".mo").read_bytes() == compiled(read_catalogue(language)), RUN


@pytest.mark.slow
@languages
def test_every_string_is_translated(language):
    assert untranslated(updated_catalogue(language)) == [], RUN


@pytest.mark.slow
@languages
def test_no_translation_is_left_of_a_string_that_is_gone(language):
    assert {message.id for message in read_catalogue(language)} == {
        message.id for message in updated_catalogue(language)
    }, RUN


@languages
def test_a_translation_has_the_placeholders_of_its_string(language):
    wrong = [
        (message.id, form)
        for message in read_catalogue(language)
        for form in forms(message.string)
        if message.id and form and placeholders(form) - set.union(*map(placeholders, forms(message.id)))
    ]
    assert wrong == []
