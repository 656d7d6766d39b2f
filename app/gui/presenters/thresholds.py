"""What a threshold means, in words."""

from collections.abc import Sequence

from model.runtime.card import CalibrationRow


def detection_words(threshold: float, calibration: Sequence[CalibrationRow]) -> str:
    """What a reference has to reach, and what that costs by ``calibration`` (sorted by rising similarity).

    The row at or below the threshold speaks for it: so strangers are never made out rarer than measured.
    """
    rule = f"A reference matches above {threshold:.3g}"
    below = [row for row in calibration if row.similarity <= threshold]
    if not below:
        return f"{rule}; how many strangers that lets pass was not measured."
    row = below[-1]
    return f"{rule}; {_strangers(row)} this per comparison, {_refused(row)} of the person's own are refused."


def verification_words(threshold: float, references: int) -> str:
    """Which share of the references has to match and, once there are some, how many that is."""
    rule = f"Verified when more than {percent(threshold)} of references match"
    if threshold >= 1:
        return "More than 100 % cannot match: nobody is verified."
    if references == 0:
        return f"{rule}."
    needed = next(count for count in range(1, references + 1) if count / references > threshold)
    return (
        f"{rule}: {needed} of {references}."
        if needed == references
        else f"{rule}: {needed} of {references} or more."
    )


def percent(share: float) -> str:
    """``share`` in [0, 1], to two digits below ten per cent and to three from there on; never 1e-05."""
    per_cent = float(f"{100 * share:.3g}" if share >= 0.1 else f"{100 * share:.2g}")
    return f"{per_cent:.6f}".rstrip("0").rstrip(".") + " %"


def _strangers(row: CalibrationRow) -> str:
    if row.fmr == 0:
        return f"fewer than {_one_in(row.fmr_upper)} passes"
    if row.fmr > 0.1:
        return f"about {percent(row.fmr)} of strangers pass"
    return f"about {_one_in(row.fmr)} passes"


def _one_in(rate: float) -> str:
    """``rate`` as "1 stranger in N", N rounded to two digits."""
    return f"1 stranger in {float(f'{1 / rate:.2g}'):,.0f}"


def _refused(row: CalibrationRow) -> str:
    return f"{percent(row.fnmr)}" if row.fnmr else "none"
