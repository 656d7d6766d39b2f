"""How the model in use differs from the previous one, in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.presenters.evaluation.metric_words import in_use_words
from app.presenters.evaluation.rate_words import rate_words
from app.presenters.tone import Tone
from app.storage.model_store import ModelVersion
from app.translation.catalogue import ntr, tr, translatable
from model.runtime.card_keys import is_error_in_use
from model.runtime.model_card import Card, Rate

FEWER, MORE = translatable("fewer errors"), translatable("more errors")
SAME, UNCLEAR = translatable("no change"), translatable("no clear difference")
TONES = {FEWER: Tone.GOOD, MORE: Tone.BAD, SAME: Tone.CALM, UNCLEAR: Tone.CALM}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One error rate of both models. ``verdict`` compares them."""

    words: str
    value: str
    verdict: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class ChangeView:
    """Empty without two models whose errors were measured alike."""

    summary: str = ""
    tone: Tone = Tone.CALM
    rows: tuple[ChangeRow, ...] = ()


def present_change(versions: Sequence[ModelVersion], previous: str | None) -> ChangeView:
    """The model in use against the ``previous`` one."""
    cards = {version.name: version.card for version in versions}
    new = next((version.card for version in versions if version.in_use), None)
    old = cards.get(previous) if previous else None
    if new is None or old is None:
        return ChangeView()
    rows = tuple(_row(key, new, old) for key in new.metrics if is_error_in_use(key) and key in old.metrics)
    return _summarize(rows) if rows else ChangeView()


def _row(key: str, new: Card, old: Card) -> ChangeRow:
    now, before = new.metrics[key], old.metrics[key]
    verdict = _verdict(now, before)
    words = tr("{rate} before: {verdict}", rate=rate_words(before.value), verdict=tr(verdict))
    return ChangeRow(in_use_words(key), rate_words(now.value), words, TONES[verdict])


def _verdict(now: Rate, before: Rate) -> str:
    """A difference within the interval of either rate may be chance."""
    if now.value == before.value:
        return SAME
    if before.lower <= now.value <= before.upper or now.lower <= before.value <= now.upper:
        return UNCLEAR
    return FEWER if now.value < before.value else MORE


def _summarize(rows: tuple[ChangeRow, ...]) -> ChangeView:
    better, worse = (sum(row.tone is tone for row in rows) for tone in (Tone.GOOD, Tone.BAD))
    parts = [
        ntr("{count} error rate is lower.", "{count} error rates are lower.", better) if better else "",
        ntr("{count} error rate is higher.", "{count} error rates are higher.", worse) if worse else "",
    ]
    summary = " ".join(filter(None, parts)) or tr("No error rate clearly differs.")
    tone = Tone.BAD if worse > better else Tone.UNSURE if worse else Tone.GOOD if better else Tone.CALM
    return ChangeView(summary, tone, rows)
