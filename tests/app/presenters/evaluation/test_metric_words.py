import pytest

from app.presenters.evaluation.metric_words import in_use_words, metric_words
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
    named = key.replace("View 1", "LFW View 1")
    for fmr, share in (("0.0001", "0.01 %"), ("0.001", "0.1 %"), ("0.01", "1 %")):
        named = named.replace(f"at FMR {fmr} ", f"at a false match rate of {share} ")
    assert metric_words(key) == named[:1].upper() + named[1:]


def test_the_detection_threshold_is_left_out_where_a_caption_names_it():
    assert in_use_words("recall on all pairs, detection threshold") == "Recall on all pairs"
    assert in_use_words("recall on all pairs, strict level") == "Recall on all pairs, strict level"


@pytest.mark.usefixtures("german")
def test_each_part_is_translated():
    words = metric_words("true match rate at FMR 0.01 on all pairs, strict level")
    assert (
        words
        == "Rate richtiger Treffer bei einer Rate falscher Treffer von 1 % bei allen Paaren, Stufe „streng“"
    )


@pytest.mark.usefixtures("german")
def test_the_groups_of_people_who_look_alike_are_translated():
    words = metric_words(
        "false match rate on pairs of people who look alike, worst of 32 groups, strict level"
    )
    assert words.endswith("bei Paaren ähnlicher Personen, schlechteste von 32 Gruppen, Stufe „streng“")
