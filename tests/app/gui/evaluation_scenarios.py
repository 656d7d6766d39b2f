"""Measure the model on a folder of people, and save the report."""

import sys
from collections.abc import Iterator

from tests.app.gui.window_driver import Condition, WindowDriver, after_ticks, is_in_view


def evaluate_and_save(driver: WindowDriver) -> Iterator[Condition]:
    """Needs a folder of pictures called faces, and an empty folder called target."""
    from app.gui.screens.evaluate import evaluate

    root = driver.controller.paths.root
    driver.click(driver.root.ids.train)
    yield lambda: driver.root.screen.name == "train"
    yield after_ticks(5)
    driver.screenshot("train")
    driver.click(driver.root.ids.evaluate)
    yield lambda: driver.root.screen.name == "evaluate"
    driver.notes["can_start"] = driver.root.screen.can_start
    driver.ids.folder.text = str(root / "faces")
    yield after_ticks(3)
    driver.click(driver.ids.start)
    yield lambda: driver.root.screen.job_view.headline != ""
    yield lambda: not driver.root.screen.job_view.running and driver.root.screen.title != ""
    driver.notes["headline"] = driver.ids.headline.text
    driver.notes["title"] = driver.root.screen.title
    yield lambda: len(driver.ids.figures.children) > 0
    yield after_ticks(15)
    driver.notes["figures"] = len(driver.ids.figures.children)
    driver.screenshot("evaluate")
    plots = [figure.ids.image for figure in driver.ids.figures.children if "image" in figure.ids]
    yield lambda: not any(plot.is_empty for plot in plots)
    driver.root.navigate("verify")
    driver.notes["empty_plots"] = [plot.is_empty for plot in plots]
    driver.root.navigate("evaluate")
    yield lambda: not any(plot.is_empty for plot in plots)
    evaluate.request_path = lambda dialog, use_path: use_path(str(root / "target"))
    driver.click(driver.ids.save)
    yield lambda: "is saved in" in driver.root.notice
    driver.notes["saved"] = sorted(path.name for path in (root / "target").glob("*/*.html"))


def evaluate_behind_another_screen(driver: WindowDriver) -> Iterator[Condition]:
    """A quick fake of the evaluation waits for a file, and fails."""
    from app.gui.screens.evaluate import evaluate

    go = driver.controller.paths.root / "go"
    program = (
        "import pathlib, time\n"
        f"while not pathlib.Path({str(go)!r}).exists(): time.sleep(0.01)\n"
        "raise SystemExit(1)\n"
    )
    evaluate.evaluation_command = lambda **sources: [sys.executable, "-c", program]
    driver.click(driver.root.ids.evaluate)
    yield lambda: driver.root.screen.name == "evaluate"
    driver.notes["missing"] = [driver.root.screen.missing]
    driver.ids.folder.text = "faces"
    yield lambda: not driver.ids.start.disabled
    driver.notes["missing"].append(driver.root.screen.missing)
    driver.click(driver.ids.start)
    yield lambda: driver.root.screen.job_view.running and not driver.ids.cancel.disabled
    driver.notes["fixed"] = driver.ids.people_source.disabled and driver.ids.lfw_source.disabled
    driver.click(driver.root.ids.verify)
    yield lambda: driver.root.screen.name == "verify"
    go.touch()
    yield lambda: driver.root.notice != ""
    driver.notes["notice"] = driver.root.notice


def read_two_reports(driver: WindowDriver) -> Iterator[Condition]:
    """Needs two reports that are longer than the window."""
    driver.click(driver.root.ids.evaluate)
    yield lambda: driver.root.screen.name == "evaluate" and len(driver.ids.reports.children) == 2
    yield lambda: len(driver.ids.measures.children) > 0
    yield after_ticks(10)
    for view in (driver.ids.page, driver.ids.report_view):
        view.scroll_y = 0.0
    yield after_ticks(2)
    driver.notes["in view"] = [is_in_view(driver.ids.title)]
    driver.click(driver.ids.reports.children[0])
    yield lambda: is_in_view(driver.ids.title)
