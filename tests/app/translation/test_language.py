import subprocess

import pytest

from app.translation import language
from app.translation.language import Language, preferred_language, resolve_language, system_languages

NAMES = {
    "a German locale": (["de_AT.UTF-8"], Language.GERMAN),
    "as Windows and macOS write it": (["de-CH"], Language.GERMAN),
    "the first one that there is": (["fr_FR", "de", "en_GB"], Language.GERMAN),
    "English comes first": (["en_GB", "de"], Language.ENGLISH),
    "another language": (["pt_BR"], Language.ENGLISH),
    "a language whose code begins alike": (["den"], Language.ENGLISH),
    "the language of programs": (["C.UTF-8"], Language.ENGLISH),
    "no language": ([""], Language.ENGLISH),
}


@pytest.mark.parametrize(("names", "expected"), NAMES.values(), ids=NAMES.keys())
def test_the_preferred_language(names, expected):
    assert preferred_language(names) is expected


def test_variables_count_in_the_order_of_gettext():
    assert system_languages({"LANG": "en_GB.UTF-8", "LANGUAGE": "de_DE:en"}) == ["de_DE", "en"]
    assert system_languages({"LANG": "en_GB.UTF-8", "LC_ALL": "de_DE"}) == ["de_DE"]


def test_macos_states_its_languages(monkeypatch):
    listed = '(\n    "de-DE",\n    "en-GB"\n)\n'
    monkeypatch.setattr(language.sys, "platform", "darwin")
    monkeypatch.setattr(language.subprocess, "run", lambda *a, **k: subprocess.CompletedProcess(a, 0, listed))
    assert system_languages({}) == ["de-DE", "en-GB"]


def test_a_chosen_language_wins_over_the_system(monkeypatch):
    monkeypatch.setenv("LANGUAGE", "de")
    assert resolve_language(Language.SYSTEM) is Language.GERMAN
    assert resolve_language(Language.ENGLISH) is Language.ENGLISH
