"""What the Train screen says about a training and about the models there are."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from app.live.training_process import JobPhase, JobState
from app.presenters.evaluation.job_words import failure_words, rejection_words, stage_words, step_words
from app.presenters.evaluation.metric_words import in_use_words
from app.presenters.evaluation.rate_words import rate_words
from app.presenters.evaluation.stored_names import parse_stored_name, shipped_model, stored_name
from app.presenters.local_time import local_time_of
from app.presenters.tone import Tone
from app.storage.crop_store import CropCounts
from app.storage.model_store import SHIPPED, ModelVersion
from app.translation.catalogue import localized, tr, translatable
from model.runtime.card_keys import is_error_in_use
from model.runtime.model_card import Card, Rate
from training.data.personal_crops import MIN_CROPS


@dataclass(frozen=True, slots=True)
class JobView:
    """``share`` in [0, 1] of the current stage."""

    headline: str
    detail: str
    tone: Tone
    share: float
    running: bool


@dataclass(frozen=True, slots=True)
class MetricView:
    """``evidence``: the counts behind the value, and its interval."""

    words: str
    value: str
    evidence: str


@dataclass(frozen=True, slots=True)
class ModelView:
    """``name`` is that of the store. ``subtitle``: empty if the title says when it was made. ``main``: its
    error rates in use; ``rest``: other figures."""

    name: str
    title: str
    subtitle: str
    in_use: bool
    main: tuple[MetricView, ...] = ()
    rest: tuple[MetricView, ...] = ()
    usable: bool = True


HEADLINES = {
    JobPhase.DONE: (translatable("Trained; the new model is in use"), Tone.GOOD),
    JobPhase.CANCELLED: (translatable("Training cancelled"), Tone.CALM),
    JobPhase.FAILED: (translatable("Training failed"), Tone.BAD),
}


NOT_TAKEN = (translatable("Trained; the previous model stays in use"), Tone.UNSURE)


def present_job(state: JobState) -> JobView:
    share = state.done / state.total if state.total else 0.0
    if state.phase is JobPhase.RUNNING:
        return JobView(stage_words(state.stage), _progress(state), Tone.CALM, share, running=True)
    if state.result and state.rejected:
        headline, tone = NOT_TAKEN
        return JobView(tr(headline), rejection_words(state.result.worse), tone, 1.0, running=False)
    headline, tone = HEADLINES[state.phase]
    reached = 1.0 if state.phase is JobPhase.DONE else share
    return JobView(tr(headline), failure_words(state.message), tone, reached, running=False)


def missing_for_training(counts: CropCounts, lfw_folder: str, download: bool) -> str:
    """What to do before training can start; empty if it can."""
    if counts.anchor + counts.positive < MIN_CROPS:
        return tr(
            "Collect anchors and positives first: at least {least} in total, preferably a few dozen of "
            "each, in different light and poses.",
            least=MIN_CROPS,
        )
    if not lfw_folder and not download:
        return tr("Choose the folder with Labeled Faces in the Wild, or turn on the download.")
    return ""


def present_models(versions: Sequence[ModelVersion]) -> list[ModelView]:
    """The model in use first, then the user's models, newest first, then the shipped one."""
    ordered = sorted(versions, key=lambda version: (version.in_use, version.name != SHIPPED, version.name))
    return [present_model(version) for version in reversed(ordered)]


def present_model(version: ModelVersion) -> ModelView:
    title = model_title(version.name)
    card = version.card
    if card is None:
        subtitle = tr("Cannot be read: damaged or in an unknown format.")
        return ModelView(version.name, title, subtitle, version.in_use, usable=False)
    figures = [(name, _metric(name, rate)) for name, rate in card.metrics.items()]
    return ModelView(
        version.name,
        title,
        _subtitle(version.name, card),
        version.in_use,
        main=tuple(figure for key, figure in figures if is_error_in_use(key)),
        rest=tuple(figure for key, figure in figures if not is_error_in_use(key)),
    )


def _subtitle(name: str, card: Card) -> str:
    time, _ = parse_stored_name(name)
    return "" if time else local_time_of(card.created)


def loss_point(state: JobState) -> tuple[float, float] | None:
    """A point of the learning curve: the share of the steps that are done, and the loss."""
    if state.loss is None or not state.total or not math.isfinite(state.loss):
        return None
    return state.done / state.total, state.loss


def new_model_notice(name: str, people: Sequence[str]) -> tuple[str, Tone]:
    """``name``: that of the model in the store. ``people``: who must enrol again."""
    uses = (
        tr("Sameface now uses the model that came with it.")
        if name == SHIPPED
        else tr("Sameface now uses the model “{model}”.", model=model_title(name))
    )
    if not people:
        return uses, Tone.GOOD
    again = tr(
        "Only embeddings of another model are stored of {people}: enrol again on the screen “People”.",
        people=", ".join(people),
    )
    return f"{uses} {again}", Tone.UNSURE


def model_title(name: str) -> str:
    return shipped_model() if name == SHIPPED else stored_name(name)


def _metric(name: str, rate: Rate) -> MetricView:
    evidence = tr(
        "{count} of {trials}; 95 % interval {lower} to {upper}",
        count=localized(f"{rate.count:,}"),
        trials=localized(f"{rate.trials:,}"),
        lower=rate_words(rate.lower),
        upper=rate_words(rate.upper),
    )
    return MetricView(in_use_words(name), rate_words(rate.value), evidence)


def _progress(state: JobState) -> str:
    parts = []
    if state.total:
        done, total = localized(f"{state.done:,}"), localized(f"{state.total:,}")
        parts.append(tr("Step {done} of {total}", done=done, total=total))
    if state.seconds_left is not None:
        parts.append(tr("about {time} left", time=duration(state.seconds_left)))
    return ", ".join(parts) + (f"\n{step_words(state.message)}" if state.message else "")


def duration(seconds: float) -> str:
    """``seconds`` in words."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"
