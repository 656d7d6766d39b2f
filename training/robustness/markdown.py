"""Format the results of a benchmark as Markdown tables."""

from collections.abc import Sequence

from model.runtime.model_card import Rate
from training.metrics.confidence import Interval
from training.metrics.one_shot import WAYS
from training.robustness.results import MissingFaces, RobustnessResults

DEGRADED_FMR = 1e-3
"""The false match rate at which the second table gives true match rates."""

TOO_FEW_PAIRS = "too few pairs"


def format_markdown(results: RobustnessResults) -> str:
    """Both tables, with one column per candidate. Each rate has its 95 % interval."""
    tables = [_clean_table(results)] + ([_degraded_table(results)] if results.degraded else [])
    return "\n\n".join([_introduction(results), *tables])


def _introduction(results: RobustnessResults) -> str:
    images = f"{results.images:,} images of {results.people:,} people"
    missing = f"no face found in {results.missing_faces.rate.count:,}"
    return f"{images}; {missing}. {results.pairs:,} official pairs, {results.excluded_pairs:,} left out."


def _clean_table(results: RobustnessResults) -> str:
    accuracies = [result.accuracy for result in results.clean]
    rows = [["accuracy on the official pairs", *(_format_rate(accuracy.listed) for accuracy in accuracies)]]
    for fmr in accuracies[0].true_match_rates:
        rates = (_format_rate(accuracy.true_match_rates.get(fmr)) for accuracy in accuracies)
        rows.append([f"true match rate at FMR {_format_percent(fmr)}", *rates])
    rows.append(["equal error rate", *(_format_rate(accuracy.equal_error) for accuracy in accuracies)])
    one_shot = (_format_rate(accuracy.one_shot) for accuracy in accuracies)
    rows.append([f"{WAYS}-way one-shot accuracy", *one_shot])
    return _table(["clean images", *(result.candidate for result in results.clean)], rows)


def _degraded_table(results: RobustnessResults) -> str:
    names = list(results.degraded[0].true_match_rates)
    clean = (
        _format_rate(result.accuracy.true_match_rates.get(DEGRADED_FMR))
        for result in results.clean
        if result.candidate in names
    )
    rows = [["none", _format_count(results.missing_faces), *clean]]
    for result in results.degraded:
        rates = (_format_rate(result.true_match_rates[name].get(DEGRADED_FMR)) for name in names)
        rows.append([result.degradation, _format_count(result.missing_faces), *rates])
    title = f"degradation of the probe; true match rate at FMR {_format_percent(DEGRADED_FMR)}"
    return _table([title, "no face found", *names], rows)


def _table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _format_rate(rate: Rate | Interval | None) -> str:
    if rate is None:
        return TOO_FEW_PAIRS
    value, lower, upper = (100 * share for share in (rate.value, rate.lower, rate.upper))
    if isinstance(rate, Interval) and not rate.has_width:
        return f"{value:.1f} %"
    return f"{value:.1f} % ({lower:.1f} to {upper:.1f})"


def _format_percent(share: float) -> str:
    return f"{100 * share:g} %"


def _format_count(missing_faces: MissingFaces) -> str:
    return f"{missing_faces.rate.count:,} of {missing_faces.rate.trials:,}"
