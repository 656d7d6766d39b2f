from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.live.training_process import JobPhase, JobState, TrainingResult
from app.presenters.local_time import local_time
from app.presenters.tone import Tone
from app.presenters.train import (
    MetricView,
    duration,
    loss_point,
    missing_for_training,
    model_title,
    new_model_notice,
    present_job,
    present_model,
    present_models,
)
from app.storage.crop_store import CropCounts
from app.storage.model_store import SHIPPED, ModelVersion
from model.messages.message import Message
from model.runtime.model_card import Rate
from tests.support.bundles import card_with
from training.metrics.paired_test_result import PairedTestResult


def test_a_running_job_says_how_far_and_how_long() -> None:
    view = present_job(
        JobState(JobPhase.RUNNING, Message("epoch 2"), 30, 120, Message("loss 0.21"), seconds_left=200)
    )

    assert (view.headline, view.share, view.running) == ("Epoch 2", 0.25, True)
    assert view.detail == "Step 30 of 120, about 3 min left\nloss 0.21"


def test_a_job_that_counts_nothing_has_no_share() -> None:
    view = present_job(JobState(JobPhase.RUNNING, Message("loading TensorFlow")))

    assert (view.headline, view.share, view.detail) == ("Loading TensorFlow", 0.0, "")


@pytest.mark.parametrize(
    ("phase", "tone"),
    [(JobPhase.DONE, Tone.GOOD), (JobPhase.CANCELLED, Tone.CALM), (JobPhase.FAILED, Tone.BAD)],
)
def test_an_ended_job(phase: JobPhase, tone: Tone) -> None:
    view = present_job(JobState(phase, Message("epoch 2"), 30, 120, Message("What happened.")))

    assert (view.tone, view.detail, view.running) == (tone, "What happened.", False)


@pytest.mark.parametrize(
    ("phase", "share"), [(JobPhase.DONE, 1.0), (JobPhase.CANCELLED, 0.25), (JobPhase.FAILED, 0.25)]
)
def test_an_ended_job_keeps_the_share_it_reached(phase: JobPhase, share: float) -> None:
    assert present_job(JobState(phase, Message("epoch 2"), 30, 120)).share == share


def test_a_job_that_never_began_has_no_share() -> None:
    assert present_job(JobState(JobPhase.FAILED)).share == 0.0


def test_a_step_begins_like_a_sentence_but_the_name_of_a_file_stays() -> None:
    epoch = Message("epoch {epoch} of {epochs}, loss {loss:.3f}", epoch=2, epochs=20, loss=0.2)
    details = [
        present_job(JobState(JobPhase.RUNNING, Message("training"), 3, 4, words)).detail
        for words in (epoch, Message("pairs.txt"))
    ]
    assert details == ["Step 3 of 4\nEpoch 2 of 20, loss 0.200", "Step 3 of 4\npairs.txt"]


def test_a_model_that_was_kept_aside_says_why() -> None:
    rates = (Rate(value=n / 200, count=n, trials=200, lower=0.0, upper=1.0) for n in (1, 9))
    worse = PairedTestResult("false match rate on all pairs", *rates, 0.1, 0.2, 0.1, 0.0)
    result = TrainingResult("new", [worse])
    view = present_job(JobState(JobPhase.DONE, Message("judging"), 4, 4, result=result))
    assert (view.headline, view.detail, view.tone) == (
        "Trained; the previous model stays in use",
        "The new model is not used: it errs more. "
        "False match rate on all pairs: 4.5 % (9 of 200) instead of 0.50 % (1 of 200).",
        Tone.UNSURE,
    )


ENOUGH = CropCounts(anchor=30, positive=30)


@pytest.mark.parametrize(
    ("counts", "folder", "download", "beginning"),
    [
        (CropCounts(), "lfw", False, "Collect anchors and positives"),
        (CropCounts(anchor=5, positive=4), "lfw", False, "Collect anchors and positives"),
        (CropCounts(anchor=5, positive=5), "lfw", False, ""),
        (ENOUGH, "", False, "Choose the folder"),
        (ENOUGH, "", True, ""),
        (ENOUGH, "lfw", False, ""),
    ],
)
def test_what_is_missing(counts: CropCounts, folder: str, download: bool, beginning: str) -> None:
    missing = missing_for_training(counts, folder, download)

    assert missing.startswith(beginning)
    assert bool(missing) == bool(beginning)


def test_a_model_shows_counts_and_interval() -> None:
    rate = Rate(count=3, trials=3000, value=0.001, lower=0.0002, upper=0.0029)
    metrics = {"accuracy on pairs": rate, "false match rate on all pairs": rate}
    card = card_with(name="ann", created="2026-05-01T10:00:00Z", metrics=metrics)

    view = present_model(ModelVersion("v1", Path("v1"), card, in_use=True))

    assert (view.title, view.in_use, view.usable) == ("v1", True, True)
    assert view.subtitle == local_time(datetime(2026, 5, 1, 10, tzinfo=UTC))
    evidence = "3 of 3,000; 95 % interval 0.020 % to 0.29 %"
    assert view.main == (MetricView("False match rate on all pairs", "0.10 %", evidence),)
    assert [metric.words for metric in view.rest] == ["Accuracy on pairs"]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        (SHIPPED, "The model that came with Sameface"),
        ("20261122-101530-Ann-Marie", f"Ann-Marie, {local_time(datetime(2026, 11, 22, 10, 15, tzinfo=UTC))}"),
        ("mine", "mine"),
    ],
)
def test_a_models_title(name: str, title: str) -> None:
    assert model_title(name) == title


def test_the_model_in_use_comes_first_and_the_shipped_one_last() -> None:
    versions = [
        ModelVersion(name, Path(name), None, in_use=name == "20260101-000000-Ann")
        for name in (SHIPPED, "20260101-000000-Ann", "20260202-000000-Ann", "20260303-000000-Ann")
    ]

    names = [view.name[:8] for view in present_models(versions)]

    assert names == ["20260101", "20260303", "20260202", SHIPPED]


def test_a_damaged_model_cannot_be_used() -> None:
    view = present_model(ModelVersion(SHIPPED, Path("base"), None, in_use=False))

    assert view.title == "The model that came with Sameface"
    assert not view.usable


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.2, "1 s"), (42, "42 s"), (100, "2 min"), (3600, "60 min"), (9000, "2 h 30 min")]
)
def test_durations(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_a_training_that_reports_its_loss_has_a_curve() -> None:
    assert loss_point(JobState(JobPhase.RUNNING, Message("training"), 5, 20, loss=0.4)) == (0.25, 0.4)
    assert loss_point(JobState(JobPhase.RUNNING, Message("training"), 5, 20)) is None
    assert loss_point(JobState(JobPhase.RUNNING, Message("training"), 5, 20, loss=float("nan"))) is None


def test_after_a_change_of_the_model_it_says_who_must_enrol_again() -> None:
    shipped = "Sameface now uses the model that came with it."
    assert new_model_notice(SHIPPED, []) == (shipped, Tone.GOOD)
    words, tone = new_model_notice("mine", ["Ada", "Bob"])
    assert words.startswith("Sameface now uses the model “mine”. ")
    assert (tone, words.endswith("of Ada, Bob: enrol again on the screen “People”.")) == (Tone.UNSURE, True)
