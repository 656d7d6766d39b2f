"""Explain thresholds in words."""

from collections.abc import Sequence

from model.runtime.model_card import CalibrationRow
from model.terminal.similarity_format import format_similarity


def detection_words(threshold: float, calibration: Sequence[CalibrationRow]) -> str:
    """What a reference has to reach, and what that costs by ``calibration`` (sorted by rising similarity).

    The row at or below the threshold speaks for it: so strangers are never made out rarer than measured.
    """
    rule = f"A reference matches above {format_similarity(threshold)}."
    below = [row for row in calibration if row.similarity <= threshold]
    if not below:
        return f"{rule} How many strangers match there was not measured."
    return (
        f"{rule} {_strangers(below[-1])}. {_refused(below[-1])} of the comparisons with the same person fail."
    )


def verification_words(threshold: float, references: int) -> str:
    """Which share of the references has to match and, once there are some, how many that is."""
    rule = f"Verified when more than {percent(threshold)} of references match"
    if threshold >= 1:
        return "More than 100 % cannot match, so no face is verified."
    if references == 0:
        return f"{rule}."
    needed = next(count for count in range(1, references + 1) if count / references > threshold)
    return (
        f"{rule}: {needed:,} of {references:,}."
        if needed == references
        else f"{rule}: {needed:,} of {references:,} or more."
    )


def percent(share: float) -> str:
    """``share`` in [0, 1], to two digits below ten per cent and to three from there on; never 1e-05."""
    per_cent = float(f"{100 * share:.3g}" if share >= 0.1 else f"{100 * share:.2g}")
    return f"{per_cent:.6f}".rstrip("0").rstrip(".") + " %"


def one_in(rate: float) -> str:
    """ "1 in N" for a ``rate`` above 0; N is rounded down to two digits, which makes strangers no rarer."""
    number = int(1 / rate + 1e-9)
    rounding = 10 ** max(0, len(str(number)) - 2)
    return f"1 in {number // rounding * rounding:,}"


def _strangers(row: CalibrationRow) -> str:
    """How often a comparison with a stranger matches, with the upper end of the 95 % interval."""
    if row.fmr == 0:
        return f"Fewer than {one_in(row.fmr_upper)} comparisons with strangers match (95 % confidence)"
    if row.fmr > 0.1:
        often, at_most = f"{percent(row.fmr)} of the", percent(row.fmr_upper)
    else:
        often, at_most = one_in(row.fmr), one_in(row.fmr_upper)
    return f"About {often} comparisons with strangers match (at most {at_most}, 95 % confidence)"


def _refused(row: CalibrationRow) -> str:
    return percent(row.fnmr) if row.fnmr else "None"
