"""The report of an attack test, in words and as one self-contained HTML page."""

from html import escape
from pathlib import Path
from string import Template

from app.attack_test.rates import AttackReport, Rate, SpeciesRates

TEMPLATE = Path(__file__).with_name("template.html")
LIMITS = (
    "The rates hold for these artefacts, this person, this camera and this light. They are neither a "
    "laboratory evaluation nor a certificate.",
    "With no error in 51 tries, the rate is at most 7 % with 95 % confidence; in 10 tries, at most 31 %.",
    "Tries of one person are not independent of each other, so the true uncertainty is larger.",
)


def report_lines(report: AttackReport) -> list[str]:
    """For the terminal."""
    head = f"Liveness checks: {report.liveness}. The worst species first."
    return [head, *(f"  {line}" for rates in report.species for line in _lines(rates))]


def render_page(report: AttackReport) -> str:
    """All external text is escaped."""
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        title=escape(f"Attack test of {report.person}"),
        lead=escape(f"Liveness checks: {report.liveness}. {report.created}."),
        rows="".join(_row(rates) for rates in report.species),
        limits="".join(f"<li>{escape(limit)}</li>" for limit in LIMITS),
    )


def format_rate(rate: Rate) -> str:
    if rate.value is None or rate.lower is None or rate.upper is None:
        return "no tries"
    return (
        f"{rate.value:.1%} ({rate.count} of {rate.trials}; "
        f"95 % interval {rate.lower:.1%} to {rate.upper:.1%})"
    )


def _names(rates: SpeciesRates) -> tuple[str, str, str]:
    return ("APCER", "APNRR", "IAPAR") if rates.species.is_attack else ("BPCER", "BPNRR", "verified")


def _values(rates: SpeciesRates) -> list[tuple[str, str]]:
    rows = (rates.error, rates.non_response, rates.accepted)
    return [(name, format_rate(rate)) for name, rate in zip(_names(rates), rows, strict=True)]


def _lines(rates: SpeciesRates) -> list[str]:
    return [f"{rates.species:<22} {name:<8} {value}" for name, value in _values(rates)]


def _row(rates: SpeciesRates) -> str:
    cells = "".join(f"<td><b>{escape(name)}</b> {escape(value)}</td>" for name, value in _values(rates))
    return f'<tr><th scope="row">{escape(rates.species)}</th>{cells}</tr>'
