"""Render results as one self-contained HTML page with embedded pictures and no external links."""

import base64
from html import escape
from pathlib import Path
from string import Template

from training.evaluation.results import EvaluationResults, Fold, Measure
from training.report.number_format import (
    format_condition,
    format_count,
    format_interval,
    format_method,
    format_name,
    format_reason,
    format_value,
)
from training.report.plot_style import ReportFigure

TEMPLATE = Path(__file__).with_name("template.html")
MAX_FACELESS = 40
"""Names of pictures without a face on the page; evaluation.json has all."""

LIMITS = (
    "The figures hold for people, cameras and light like those of the evaluation. Expect more errors "
    "elsewhere.",
    "Liveness is not measured here: a photograph has the same similarity as the live face.",
    "A comparison with a picture in which no face was found never matches. It counts as a false or a true "
    "non-match.",
    "Intervals are 95 % confidence intervals. The bootstrap over people allows for comparisons that share a "
    "person; Wilson's interval treats comparisons as independent. Without any error the bootstrap gives no "
    "interval.",
    "FAR and FRR come from simulated attempts: each picture becomes thirty webcam frames, and the app's own "
    "rule decides. Liveness is not checked.",
    "The true match rate (TMR) at an FMR uses a threshold chosen on these same comparisons, not one that "
    "was selected beforehand.",
)


def render_html(results: EvaluationResults, figures: list[ReportFigure]) -> str:
    """All external text is escaped, especially names of people and files."""
    bundle, dataset = results.bundle, results.subject
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        title=escape(f"Accuracy of {bundle.name}"),
        lead=escape(_lead(results)),
        facts=_facts(results),
        warnings="".join(f'<p class="warning">{escape(warning)}</p>' for warning in results.warnings),
        measures="".join(_row(measure) for measure in results.measures),
        folds=_folds(results.folds),
        pictures="".join(_figure(figure) for figure in figures),
        faceless=_faceless(dataset.faceless),
        limits="".join(f"<li>{escape(limit)}</li>" for limit in LIMITS),
    )


def _lead(results: EvaluationResults) -> str:
    dataset = results.subject
    people = "" if dataset.people is None else f" of {dataset.people:,} people"
    return f"Evaluated on {dataset.description}: {dataset.pictures:,} pictures{people}."


def _facts(results: EvaluationResults) -> str:
    bundle, dataset = results.bundle, results.subject
    pairs = {"listed pairs": dataset.listed_pairs, "all pairs": dataset.all_pairs}
    facts: dict[str, str] = {
        "date": results.created,
        "bundle": f"{bundle.name}, made {bundle.created}",
        "folder of the bundle": bundle.folder,
        "SHA-256 of its card": bundle.digest,
        "licence": bundle.licence,
        "source of the pictures": dataset.source,
        **{
            name: f"{sizes[0]:,} of the same person, {sizes[1]:,} of different people"
            for name, sizes in pairs.items()
            if sizes
        },
        **{str(each.name): f"{each.threshold:.6g} ({each.origin})" for each in results.thresholds},
    }
    return "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts.items())


def _row(measure: Measure) -> str:
    interval = format_interval(measure)
    method = f'<span class="faint">{escape(format_method(measure))}</span>' if interval else ""
    condition = f'<span class="faint">{escape(format_condition(measure))}</span>'
    return (
        f'<tr><th scope="row">{escape(format_name(measure))}{condition}</th>'
        f"{_figure_cell(format_value(measure))}{_figure_cell(interval, method)}"
        f"{_figure_cell(count) if (count := format_count(measure)) else _reason_cell(measure)}</tr>"
    )


def _figure_cell(text: str, note: str = "") -> str:
    """A narrow column must not separate a figure from its unit. ``note`` is HTML."""
    return f'<td class="figure">{escape(text)}{note}</td>'


def _reason_cell(measure: Measure) -> str:
    return f"<td>{escape(format_reason(measure))}</td>"


def _folds(folds: list[Fold]) -> str:
    if not folds:
        return ""
    rows = "".join(
        f'<tr><th scope="row">{number}</th>{_figure_cell(f"{fold.threshold:.4f}")}'
        f"{_figure_cell(f'{fold.accuracy.value:.2%}')}"
        f"{_figure_cell(f'{fold.accuracy.count:,} of {fold.accuracy.trials:,}')}</tr>"
        for number, fold in enumerate(folds, start=1)
    )
    titles = "<tr><th>fold</th><th>threshold</th><th>accuracy</th><th>count</th></tr>"
    return f"<h2>Folds</h2><table><thead>{titles}</thead><tbody>{rows}</tbody></table>"


def _figure(figure: ReportFigure) -> str:
    data = base64.b64encode(figure.png).decode("ascii")
    return (
        f"<figure><h3>{escape(figure.title)}</h3>"
        f'<img alt="{escape(figure.title)}" src="data:image/png;base64,{data}">'
        f"<figcaption>{escape(figure.caption)}</figcaption>{_lines(figure.lines)}</figure>"
    )


def _lines(lines: tuple[str, ...]) -> str:
    if not lines:
        return ""
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<details><summary>List of pictures</summary><ul>{items}</ul></details>"


def _faceless(names: list[str]) -> str:
    if not names:
        return "<p>A face was found in every picture.</p>"
    items = "".join(f"<li>{escape(name)}</li>" for name in names[:MAX_FACELESS])
    more = f"<p>and {len(names) - MAX_FACELESS:,} more.</p>" if len(names) > MAX_FACELESS else ""
    return f"<ul>{items}</ul>{more}"
