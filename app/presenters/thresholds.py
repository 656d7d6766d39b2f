"""Explain thresholds in words."""

from collections.abc import Sequence

from app.translation.catalogue import localized, tr
from model.runtime.model_card import CalibrationRow, Card
from model.terminal.similarity_format import format_similarity


def detection_words(threshold: float, card: Card | None) -> str:
    """The similarity that a reference has to reach, and the error rates there, by the tables of ``card``."""
    limit = localized(format_similarity(threshold))
    rule = tr("A reference matches above {limit}.", limit=limit)
    strangers = _row_at(threshold, card.calibration if card else [])
    if strangers is None:
        unknown = tr("How many strangers match there was not measured.")
        return f"{rule} {unknown}"
    alike = _row_at(threshold, card.look_alike_table if card else [])
    matches = f"{_look_alikes(alike)} {_all_strangers(strangers)}" if alike else _strangers(strangers)
    return f"{rule} {matches} {_refused(strangers)}"


def verification_words(threshold: float, references: int) -> str:
    """Which share of the references has to match and, once there are some, how many that is."""
    if threshold >= 1:
        return tr("More than 100 % of references can never match, so no face is verified.")
    share = percent(threshold)
    if references == 0:
        return tr("A face counts as the same when more than {share} of references match.", share=share)
    needed = next(count for count in range(1, references + 1) if count / references > threshold)
    rule = (
        tr("A face counts as the same when more than {share} of references match: {needed} of {all}.")
        if needed == references
        else tr(
            "A face counts as the same when more than {share} of references match: {needed} of {all} or more."
        )
    )
    return rule.format(share=share, needed=localized(f"{needed:,}"), all=localized(f"{references:,}"))


def percent(share: float) -> str:
    """``share`` in [0, 1], to two digits below ten per cent and to three from there on; never 1e-05."""
    per_cent = float(f"{100 * share:.3g}" if share >= 0.1 else f"{100 * share:.2g}")
    return localized(f"{per_cent:.6f}".rstrip("0").rstrip(".")) + " %"


def one_in(rate: float) -> str:
    """ "1 in N" for a ``rate`` above 0; N is rounded down to two digits, so that matches never seem rarer."""
    number = int(1 / rate + 1e-9)
    rounding = 10 ** max(0, len(str(number)) - 2)
    return tr("1 in {number}", number=localized(f"{number // rounding * rounding:,}"))


def _row_at(threshold: float, table: Sequence[CalibrationRow]) -> CalibrationRow | None:
    """Takes the row at or below the threshold, so that matches never seem rarer than measured.
    ``table`` is sorted by rising similarity."""
    below = [row for row in table if row.similarity <= threshold]
    return below[-1] if below else None


def _look_alikes(row: CalibrationRow) -> str:
    """As ``_strangers``, for strangers who look alike."""
    if row.fmr == 0:
        rate = one_in(row.fmr_upper)
        return tr(
            "Fewer than {rate} comparisons with people who look like you match (95 % confidence).", rate=rate
        )
    if row.fmr > 0.1:
        return tr(
            "About {rate} of the comparisons with people who look like you match (at most {most}, 95 % "
            "confidence).",
            rate=percent(row.fmr),
            most=percent(row.fmr_upper),
        )
    return tr(
        "About {rate} comparisons with people who look like you match (at most {most}, 95 % confidence).",
        rate=one_in(row.fmr),
        most=one_in(row.fmr_upper),
    )


def _all_strangers(row: CalibrationRow) -> str:
    """In short, after the sentence about those who look alike."""
    if row.fmr == 0:
        return tr("Among all strangers it is fewer than {rate}.", rate=one_in(row.fmr_upper))
    rate = percent(row.fmr) if row.fmr > 0.1 else one_in(row.fmr)
    return tr("Among all strangers it is about {rate}.", rate=rate)


def _strangers(row: CalibrationRow) -> str:
    """How often a comparison with a stranger matches, with the upper end of the 95 % interval."""
    if row.fmr == 0:
        rate = one_in(row.fmr_upper)
        return tr("Fewer than {rate} comparisons with strangers match (95 % confidence).", rate=rate)
    if row.fmr > 0.1:
        return tr(
            "About {rate} of the comparisons with strangers match (at most {most}, 95 % confidence).",
            rate=percent(row.fmr),
            most=percent(row.fmr_upper),
        )
    return tr(
        "About {rate} comparisons with strangers match (at most {most}, 95 % confidence).",
        rate=one_in(row.fmr),
        most=one_in(row.fmr_upper),
    )


def _refused(row: CalibrationRow) -> str:
    if not row.fnmr:
        return tr("None of the comparisons with the same person fail.")
    return tr("{rate} of the comparisons with the same person fail.", rate=percent(row.fnmr))
