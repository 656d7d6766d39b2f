"""Whether the window can open."""

from app.doctor.finding import Finding, Status, failure
from app.system.subprocess_probe import Outcome, try_out

TIMEOUT_S = 10.0
COMMAND = ["-m", "app.gui.probe"]


def check_display() -> Finding:
    """A window that nobody sees is opened in a process of its own."""
    return told(try_out(COMMAND, TIMEOUT_S))


def told(outcome: Outcome) -> Finding:
    if outcome.answer is None:
        advice = "Look at the libraries above and at the graphics driver; verify works without the window."
        return failure("display", "The window does not open", outcome, advice)
    if not outcome.answer["screen"]:
        advice = "Start Sameface on a desktop or set DISPLAY, or use the verbs without a window (--help)."
        return Finding("display", Status.WARNING, "There is no screen, so no window.", advice)
    opengl, renderer = outcome.answer["opengl"], outcome.answer["renderer"]
    return Finding("display", Status.OK, f"The window opens: OpenGL {opengl}, drawn by {renderer}.")
