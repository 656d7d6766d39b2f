"""Check whether the window can open."""

from app.doctor.finding import Finding, Status, failed_probe
from app.system.subprocess_probe import ProbeResult, run_probe

TIMEOUT_S = 10.0
COMMAND = ["-m", "app.gui.probe"]


def check_display() -> Finding:
    """Open a hidden window in a subprocess."""
    return to_finding(run_probe(COMMAND, TIMEOUT_S))


def to_finding(outcome: ProbeResult) -> Finding:
    if outcome.answer is None:
        advice = (
            "Check the libraries above and the graphics driver. The command verify works without the window."
        )
        return failed_probe("display", "The window does not open", outcome, advice)
    if not outcome.answer["screen"]:
        advice = "Start Sameface on a desktop, set DISPLAY, or use the commands without a window (--help)."
        return Finding("display", Status.WARNING, "There is no display, so the window cannot open.", advice)
    opengl, renderer = outcome.answer["opengl"], outcome.answer["renderer"]
    return Finding("display", Status.OK, f"The window opens: OpenGL {opengl}, drawn by {renderer}.")
