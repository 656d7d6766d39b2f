"""What the Train screen says about a training and about the models there are."""

from dataclasses import dataclass

from app.crop_store import CropCounts
from app.gui.presenters.thresholds import percent
from app.gui.presenters.tone import Tone
from app.jobs import JobPhase, JobState
from app.model_store import SHIPPED, ModelVersion
from model.runtime.card import Rate


@dataclass(frozen=True, slots=True)
class JobView:
    """``share`` in [0, 1] of the stage that runs."""

    headline: str
    detail: str
    tone: Tone
    share: float
    running: bool


@dataclass(frozen=True, slots=True)
class ModelView:
    """``name`` is the store's; ``metrics`` has a line for each figure of the card."""

    name: str
    title: str
    subtitle: str
    metrics: str
    in_use: bool
    usable: bool


HEADLINES = {
    JobPhase.DONE: ("Trained; the new model is in use", Tone.GOOD),
    JobPhase.CANCELLED: ("Cancelled", Tone.UNSURE),
    JobPhase.FAILED: ("The training failed", Tone.BAD),
}


def present_job(state: JobState) -> JobView:
    if state.phase is JobPhase.RUNNING:
        share = state.done / state.total if state.total else 0.0
        headline = state.stage[:1].upper() + state.stage[1:]
        return JobView(headline, _progress(state), Tone.CALM, share, running=True)
    headline, tone = HEADLINES[state.phase]
    return JobView(headline, state.message, tone, float(state.phase is JobPhase.DONE), running=False)


def missing_for_training(counts: CropCounts, lfw_folder: str, download: bool) -> str:
    """What has to be done before a training can start; empty when it can."""
    if not counts.anchor or not counts.positive:
        return "Collect anchors and positives first: a few dozen of each, in different light and poses."
    if not lfw_folder and not download:
        return "Name the folder of Labeled Faces in the Wild, or tick the download."
    return ""


def present_model(version: ModelVersion) -> ModelView:
    title = "The model that came with Sameface" if version.name == SHIPPED else version.name
    if version.card is None:
        return ModelView(
            version.name,
            title,
            "Cannot be read: damaged, or of another format.",
            "",
            version.in_use,
            False,
        )
    card = version.card
    metrics = "\n".join(f"{name}: {_figure(rate)}" for name, rate in card.metrics.items())
    return ModelView(version.name, title, f"{card.name}, {card.created[:10]}", metrics, version.in_use, True)


def _figure(rate: Rate) -> str:
    return (
        f"{percent(rate.value)} ({rate.count:,} of {rate.trials:,}; "
        f"95 % interval {percent(rate.lower)} to {percent(rate.upper)})"
    )


def _progress(state: JobState) -> str:
    parts = [f"{state.done:,} of {state.total:,}"] if state.total else []
    if state.seconds_left is not None:
        parts.append(f"about {duration(state.seconds_left)} left")
    return ", ".join(parts) + (f"\n{state.message}" if state.message else "")


def duration(seconds: float) -> str:
    """``seconds`` as one would say it."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"
