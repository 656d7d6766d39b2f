"""Results as a table for the terminal."""

from training.evaluation.results import EvaluationResults, Measure
from training.report.number_format import (
    format_condition,
    format_count,
    format_interval,
    format_reason,
    format_value,
)


def format_table(results: EvaluationResults) -> str:
    """The bundle and the pictures, the warnings, and one line for each measure."""
    titles = ("measure", "value", "95 % interval", "count", "on")
    rows = [titles, *(_row(measure) for measure in results.measures)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = ["  ".join([*map(str.ljust, row, widths), row[-1]]).rstrip() for row in rows]
    warnings = [f"Note: {warning}" for warning in results.warnings]
    return "\n".join([_headline(results), *warnings, "", *lines])


def _row(measure: Measure) -> tuple[str, str, str, str, str]:
    on = "; ".join(text for text in (format_condition(measure), format_reason(measure)) if text)
    return measure.name, format_value(measure), format_interval(measure), format_count(measure), on


def _headline(results: EvaluationResults) -> str:
    bundle, dataset = results.bundle, results.subject
    people = "" if dataset.people is None else f" of {dataset.people:,} people"
    return (
        f"{bundle.name} (card {bundle.digest[:12]}) on {dataset.description}: "
        f"{dataset.pictures:,} pictures{people}."
    )
