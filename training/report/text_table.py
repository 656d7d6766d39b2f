"""EvaluationResults in the terminal."""

from training.evaluation.results import EvaluationResults, Measure
from training.report.number_format import count_words, interval_words, place_words, reason_words, value_words


def format_table(results: EvaluationResults) -> str:
    """What was judged on what, the warnings, and a line for each measure."""
    titles = ("measure", "value", "95 % interval", "count", "on")
    rows = [titles, *(_row(measure) for measure in results.measures)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = ["  ".join([*map(str.ljust, row, widths), row[-1]]).rstrip() for row in rows]
    warnings = [f"Note: {warning}" for warning in results.warnings]
    return "\n".join([_headline(results), *warnings, "", *lines])


def _row(measure: Measure) -> tuple[str, str, str, str, str]:
    where = "; ".join(words for words in (place_words(measure), reason_words(measure)) if words)
    return measure.name, value_words(measure), interval_words(measure), count_words(measure), where


def _headline(results: EvaluationResults) -> str:
    bundle, subject = results.bundle, results.subject
    people = "" if subject.people is None else f" of {subject.people:,} people"
    return (
        f"{bundle.name} (card {bundle.digest[:12]}) on {subject.description}: "
        f"{subject.pictures:,} pictures{people}."
    )
