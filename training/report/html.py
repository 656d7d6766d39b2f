"""EvaluationResults as one HTML page that needs nothing else: pictures are in it, and it links to nothing."""

import base64
from html import escape
from pathlib import Path
from string import Template

from training.evaluation.results import EvaluationResults, Fold, Measure
from training.report.number_format import count_words, interval_words, place_words, reason_words, value_words
from training.report.plot_style import ReportFigure

TEMPLATE = Path(__file__).with_name("template.html")
MOST_FACELESS = 40
"""Names of pictures without a face that the page tells; evaluation.json has all."""

LIMITS = (
    "A figure holds for people, cameras and light like those judged on. For others expect more errors.",
    "Nothing here says whether a face is alive: a photograph has the similarity of the person it shows.",
    "A comparison with a picture in which no face is found never matches: it counts as a miss, or as a "
    "stranger refused.",
    "Intervals hold 95 %. Where people are drawn again, they allow for comparisons that share a person; "
    "Wilson's take comparisons for independent. Where nothing errs, drawing again says nothing: its interval "
    "has no width.",
    "A true match rate (TMR) at an FMR is at the threshold of these very comparisons, not at one that was "
    "chosen beforehand.",
)


def render_html(results: EvaluationResults, drawings: list[ReportFigure]) -> str:
    """Whatever comes from outside, names of people and files above all, is escaped."""
    bundle, subject = results.bundle, results.subject
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        title=escape(f"How good is {bundle.name}?"),
        lead=escape(_lead(results)),
        facts=_facts(results),
        warnings="".join(f'<p class="warning">{escape(warning)}</p>' for warning in results.warnings),
        measures="".join(_row(measure) for measure in results.measures),
        folds=_folds(results.folds),
        pictures="".join(_figure(drawing) for drawing in drawings),
        faceless=_faceless(subject.faceless),
        limits="".join(f"<li>{escape(limit)}</li>" for limit in LIMITS),
    )


def _lead(results: EvaluationResults) -> str:
    subject = results.subject
    people = "" if subject.people is None else f" of {subject.people:,} people"
    return f"DecisionThreshold on {subject.description}: {subject.pictures:,} pictures{people}."


def _facts(results: EvaluationResults) -> str:
    bundle, subject = results.bundle, results.subject
    pairs = {"listed pairs": subject.listed_pairs, "all pairs": subject.all_pairs}
    facts = {
        "date": results.created,
        "bundle": f"{bundle.name}, made {bundle.created}",
        "bundle's folder": bundle.folder,
        "card's SHA-256": bundle.digest,
        "licence": bundle.licence,
        "pictures from": subject.source,
        **{
            name: f"{sizes[0]:,} of the same person, {sizes[1]:,} of different people"
            for name, sizes in pairs.items()
            if sizes
        },
        **{judged.name: f"{judged.threshold:.6g} ({judged.origin})" for judged in results.thresholds},
    }
    return "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts.items())


def _row(measure: Measure) -> str:
    interval = interval_words(measure)
    way = f'<span class="faint">{escape(measure.interval or "")}</span>' if interval else ""
    place = f'<span class="faint">{escape(place_words(measure))}</span>'
    return (
        f'<tr><th scope="row">{escape(measure.name)}{place}</th>'
        f"<td>{escape(value_words(measure))}</td><td>{escape(interval)}{way}</td>"
        f"<td>{escape(count_words(measure) or reason_words(measure))}</td></tr>"
    )


def _folds(folds: list[Fold]) -> str:
    if not folds:
        return ""
    rows = "".join(
        f'<tr><th scope="row">{number}</th><td>{fold.threshold:.4f}</td><td>{fold.accuracy.value:.2%}</td>'
        f"<td>{fold.accuracy.count:,} of {fold.accuracy.trials:,}</td></tr>"
        for number, fold in enumerate(folds, start=1)
    )
    titles = "<tr><th>fold</th><th>threshold</th><th>accuracy</th><th>count</th></tr>"
    return f"<h2>Folds</h2><table><thead>{titles}</thead><tbody>{rows}</tbody></table>"


def _figure(drawing: ReportFigure) -> str:
    data = base64.b64encode(drawing.png).decode("ascii")
    return (
        f"<figure><h3>{escape(drawing.title)}</h3>"
        f'<img alt="{escape(drawing.title)}" src="data:image/png;base64,{data}">'
        f"<figcaption>{escape(drawing.caption)}</figcaption>{_lines(drawing.lines)}</figure>"
    )


def _lines(lines: tuple[str, ...]) -> str:
    if not lines:
        return ""
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<details><summary>Which pictures</summary><ul>{items}</ul></details>"


def _faceless(names: list[str]) -> str:
    if not names:
        return "<p>A face was found in every picture.</p>"
    told = "".join(f"<li>{escape(name)}</li>" for name in names[:MOST_FACELESS])
    more = f"<p>and {len(names) - MOST_FACELESS:,} more.</p>" if len(names) > MOST_FACELESS else ""
    return f"<ul>{told}</ul>{more}"
