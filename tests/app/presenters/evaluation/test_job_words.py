import re

import pytest

from app.live import training_process
from app.presenters.evaluation.job_words import STAGES, STOPPED, message_words, rejection_words, stage_words
from app.storage.paths import PROJECT
from app.translation.catalogue import use_language
from app.translation.language import Language
from model.runtime.model_card import Rate
from training.metrics.paired_test import PairedTestResult, rejection_reason

ROOMS = ("data", "evaluation", "lfw", "optimization", "personalization", "report")
SOURCES = (
    *(path for room in ROOMS for path in (PROJECT / "training" / room).glob("*.py")),
    PROJECT / "app" / "commands" / "evaluate.py",
)
STAGE = re.compile(r"(?:^STAGE = |Progress\(|report_stage\(|report_stage, )\"([^\"]+)\"", re.M)


@pytest.fixture
def german():
    use_language(Language.GERMAN)
    yield
    use_language(Language.ENGLISH)


def test_every_stage_of_a_job_is_known():
    found = {stage for path in SOURCES for stage in STAGE.findall(path.read_text(encoding="utf-8"))}
    assert {"training", "drawing", "embedding", "loading"} <= found <= set(STAGES)


def test_the_end_of_a_stopped_training_is_known():
    assert STOPPED in (PROJECT / "app" / "live" / "training_process.py").read_text(encoding="utf-8")
    assert training_process.JobState(training_process.JobPhase.RUNNING).stage in STAGES


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("stage", STAGES)
def test_no_stage_is_shown_in_english(stage):
    assert stage_words(stage) != stage[:1].upper() + stage[1:] or stage == "training"


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("epoch 3 of 20, loss 0.213", "Epoche 3 von 20, Verlust 0,213"),
        ("4 without a face", "4 ohne Gesicht"),
        ("lfw.tgz", "lfw.tgz"),
        (STOPPED, "Abgebrochen. Das nächste Training mit denselben Bildern macht hier weiter."),
        ("Could not read a.png: No such file.", "Zugriff auf a.png nicht möglich: No such file."),
    ],
)
def test_progress_is_translated(message, words):
    assert message_words(message) == words


def rates(name: str, champion: int, challenger: int) -> PairedTestResult:
    before, after = (
        Rate(value=count / 200, count=count, trials=200, lower=0.0, upper=1.0)
        for count in (champion, challenger)
    )
    return PairedTestResult(name, before, after, lower=0.1, upper=0.2, challenger_lower=0.1, allowed=0.0)


@pytest.mark.usefixtures("german")
def test_a_rejection_is_translated_with_each_rate():
    sentence = rejection_reason(
        [
            rates("false match rate on held-out people", 1, 3),
            rates("false non-match rate on held-out crops of Ada", 0, 10),
        ]
    )
    assert rejection_words(sentence) == (
        "Das neue Modell wird nicht verwendet, weil es mehr Fehler macht. "
        "Rate falscher Treffer (FMR) unter zurückgehaltenen Personen: 1,50 % (3 von 200) statt 0,50 % "
        "(1 von 200). Rate verfehlter Treffer (FNMR) unter zurückgehaltenen Ausschnitten von Ada: "
        "5,00 % (10 von 200) statt 0,00 % (0 von 200)."
    )


def test_another_sentence_stays_as_it_is():
    assert rejection_words("It errs more.") == "It errs more."
