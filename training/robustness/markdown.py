"""A contest's outcome for people to read, in Markdown."""

from collections.abc import Sequence

from model.runtime.model_card import Rate
from training.metrics.confidence import Interval
from training.metrics.one_shot import WAYS
from training.robustness.results import Outcome, Unseen

STEADY_FMR = 1e-3
"""What the second table's true match rates are at."""

TOO_FEW = "too few pairs"


def as_markdown(outcome: Outcome) -> str:
    """Both tables, a column for each contestant that took part; every share with its 95 % interval."""
    tables = [_clean_table(outcome)] + ([_steadiness_table(outcome)] if outcome.steadiness else [])
    return "\n\n".join([_introduction(outcome), *tables])


def _introduction(outcome: Outcome) -> str:
    pictures = f"{outcome.pictures:,} pictures of {outcome.people:,} people"
    unseen = f"no face found in {outcome.unseen.rate.count:,}"
    return f"{pictures}; {unseen}. {outcome.pairs:,} official pairs, {outcome.pairs_left_out:,} left out."


def _clean_table(outcome: Outcome) -> str:
    results = [result.accuracy for result in outcome.clean]
    rows = [["accuracy on the official pairs", *(_share(result.listed) for result in results)]]
    for fmr in results[0].true_match_rates:
        shares = (_share(result.true_match_rates.get(fmr)) for result in results)
        rows.append([f"true match rate at FMR {_percent(fmr)}", *shares])
    rows.append(["equal error rate", *(_share(result.equal_error) for result in results)])
    rows.append([f"{WAYS}-way one-shot accuracy", *(_share(result.one_shot) for result in results)])
    return _table(["clean pictures", *(result.contestant for result in outcome.clean)], rows)


def _steadiness_table(outcome: Outcome) -> str:
    names = list(outcome.steadiness[0].true_match_rates)
    clean = (
        _share(result.accuracy.true_match_rates.get(STEADY_FMR))
        for result in outcome.clean
        if result.contestant in names
    )
    rows = [["nothing", _counted(outcome.unseen), *clean]]
    for one in outcome.steadiness:
        shares = (_share(one.true_match_rates[name].get(STEADY_FMR)) for name in names)
        rows.append([one.degradation, _counted(one.unseen), *shares])
    title = f"what the probe went through; true match rate at FMR {_percent(STEADY_FMR)}"
    return _table([title, "no face found", *names], rows)


def _table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _share(measured: Rate | Interval | None) -> str:
    if measured is None:
        return TOO_FEW
    value, lower, upper = (100 * share for share in (measured.value, measured.lower, measured.upper))
    return f"{value:.1f} % ({lower:.1f} to {upper:.1f})"


def _percent(share: float) -> str:
    return f"{100 * share:g} %"


def _counted(unseen: Unseen) -> str:
    return f"{unseen.rate.count:,} of {unseen.rate.trials:,}"
