from pathlib import Path

import pytest

from app.presenters.evaluation.job_words import IN_WINDOW, failure_words, rejection_words, stage_words
from app.translation.catalogue import use_language
from app.translation.language import Language
from app.translation.translator import Translator
from model.messages.message import Message, message_of
from model.runtime.model_card import Rate
from training.lfw.search import LfwError, find_people_folder
from training.metrics.paired_test_result import PairedTestResult


@pytest.fixture
def german():
    use_language(Language.GERMAN)
    yield
    use_language(Language.ENGLISH)


def test_a_stage_begins_like_a_sentence():
    assert stage_words(Message("drawing")) == "Drawing"


@pytest.mark.usefixtures("german")
def test_a_stage_is_translated():
    assert stage_words(Message("finding faces")) == "Gesichter finden"


def test_a_failure_names_the_controls_of_the_window(tmp_path: Path):
    with pytest.raises(LfwError, match=r"train --download") as raised:
        find_people_folder(tmp_path / "lfw")
    words = failure_words(message_of(raised.value))
    assert words.startswith(f"There is no folder {tmp_path / 'lfw'}. Choose the folder that holds")
    assert "tick “Download LFW" in words
    assert "`" not in words


@pytest.mark.parametrize("template", IN_WINDOW)
def test_every_reworded_message_exists(template: str):
    assert template in Translator(Language.GERMAN).catalogue._catalog


def rates(name: str, champion: int, challenger: int) -> PairedTestResult:
    before, after = (
        Rate(value=count / 200, count=count, trials=200, lower=0.0, upper=1.0)
        for count in (champion, challenger)
    )
    return PairedTestResult(name, before, after, lower=0.1, upper=0.2, challenger_lower=0.1, allowed=0.0)


@pytest.mark.usefixtures("german")
def test_a_rejection_is_translated_with_each_rate():
    worse = [
        rates("false match rate on held-out people", 1, 3),
        rates("false non-match rate on held-out crops of Ada", 0, 10),
    ]
    assert rejection_words(worse) == (
        "Das neue Modell wird nicht verwendet, weil es mehr Fehler macht. "
        "Rate falscher Treffer (FMR) bei zurückgehaltenen Personen: 1,5 % (3 von 200) statt 0,50 % "
        "(1 von 200). Rate verfehlter Treffer (FNMR) bei zurückgehaltenen Ausschnitten von Ada: "
        "5,0 % (10 von 200) statt 0 % (0 von 200)."
    )
