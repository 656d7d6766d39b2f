import pytest

from app.presenters.metric_words import metric_words
from app.translation.catalogue import use_language
from app.translation.language import Language
from model.runtime.bundle import load_bundle


@pytest.fixture
def german():
    use_language(Language.GERMAN)
    yield
    use_language(Language.ENGLISH)


@pytest.mark.parametrize("key", load_bundle().card.metrics)
def test_in_english_a_metric_is_named_as_in_the_card(key):
    assert metric_words(key) == key[:1].upper() + key[1:]


@pytest.mark.usefixtures("german")
def test_each_part_is_translated():
    words = metric_words("true match rate at FMR 0.01 on all pairs, strict level")
    assert words == "Rate richtiger Treffer bei FMR 0,01 unter allen Paaren, Stufe „streng“"


@pytest.mark.usefixtures("german")
def test_the_groups_of_people_who_look_alike_are_translated():
    words = metric_words(
        "false match rate on pairs of people who look alike, worst of 32 groups, strict level"
    )
    assert words.endswith("unter Paaren ähnlicher Personen, schlechteste von 32 Gruppen, Stufe „streng“")
