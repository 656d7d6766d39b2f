import pytest

from app.translation.catalogue import localized, ntr, tr, use_language
from app.translation.language import Language


@pytest.fixture
def german():
    use_language(Language.GERMAN)
    yield
    use_language(Language.ENGLISH)


def test_english_without_a_choice():
    assert tr("Person: {name}", name="Ann") == "Person: Ann"
    assert localized("1,234.5") == "1,234.5"


def test_plural_forms_and_separators():
    assert ntr("{count} crop of {name}", "{count} crops of {name}", 1, name="Ann") == "1 crop of Ann"
    assert ntr("{count} crop", "{count} crops", 1500) == "1,500 crops"


@pytest.mark.usefixtures("german")
def test_german():
    assert tr("Collect") == "Sammeln"
    assert tr("Not in any catalogue") == "Not in any catalogue"
    assert tr("") == ""
    assert localized("1,234.5") == "1.234,5"


@pytest.mark.usefixtures("german")
def test_braces_in_a_text_without_values_are_kept():
    assert tr("{not a placeholder}") == "{not a placeholder}"
