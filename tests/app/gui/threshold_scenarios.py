"""What a user does with the thresholds; see ``tests.app.gui.scenarios``."""

from collections.abc import Iterator
from typing import Any

from app.storage.settings import Settings
from model.verification.security_levels import Level
from tests.app.gui.window_driver import Condition, WindowDriver, after_ticks


def drag_thresholds(driver: WindowDriver) -> Iterator[Condition]:
    """Needs references in the folder."""
    yield lambda: driver.ids.headline.text == "Verified"
    panel = driver.ids.thresholds.ids
    driver.click(panel.detection, across=1.0)
    yield lambda: driver.ids.headline.text == "Not verified"
    driver.notes["after_drag"] = driver.controller.settings.detection_threshold
    driver.notes["verification_after_drag"] = driver.controller.settings.verification_threshold
    driver.notes["words"] = panel.detection_words.text
    panel.detection.focus = True
    driver.press("left")
    yield lambda: driver.controller.settings.detection_threshold not in (None, 1.0)
    driver.notes["after_key"] = driver.controller.settings.detection_threshold
    driver.click(panel.reset)
    yield lambda: driver.ids.headline.text == "Verified"
    driver.notes["after_reset"] = driver.controller.settings.detection_threshold
    yield lambda: panel.reset.disabled


def lose_the_references(driver: WindowDriver) -> Iterator[Condition]:
    """Needs references of "me". Chooses Ann, who has none, and then deletes them."""
    panel, headline = driver.ids.thresholds, driver.ids.headline
    legend = panel.ids.of_references
    yield lambda: any(panel.histogram.person)
    driver.notes["of me"] = [panel.histogram.person, legend.opacity]
    driver.root.use_person("Ann")
    yield lambda: headline.text == "No references yet"
    yield after_ticks(20)
    driver.notes["of Ann"] = [panel.histogram.person, legend.opacity]
    driver.root.use_person("me")
    yield lambda: any(panel.histogram.person)
    for path in sorted((driver.controller.paths.people / "me").rglob("*.jpg")):
        path.unlink()
    yield lambda: headline.text == "No references yet"
    yield after_ticks(20)
    driver.notes["of nobody"] = [panel.histogram.person, legend.opacity]
    driver.notes["strangers"] = any(panel.histogram.strangers)


def choose_levels(driver: WindowDriver) -> Iterator[Condition]:
    """From the default level to a laxer one, to a custom threshold, and back."""
    panel = driver.ids.thresholds.ids

    def settings() -> Settings:
        return driver.controller.settings

    yield lambda: chosen_levels(panel) == ["balanced"] and not panel.convenient.disabled
    yield after_ticks(5)  # until everything has its place
    models = panel.detection.value
    driver.click(panel.convenient)
    yield lambda: panel.detection.value == driver.controller.thresholds.detection < models
    driver.notes["after_choice"] = [settings().level, chosen_levels(panel)]
    driver.notes["words"] = panel.detection_words.text
    driver.click(panel.verification, across=0.25)
    yield lambda: settings().verification_threshold is not None
    driver.notes["after_other_bar"] = [settings().detection_threshold, chosen_levels(panel)]
    driver.click(panel.detection, across=0.9)
    yield lambda: chosen_levels(panel) == []
    yield lambda: settings().detection_threshold is not None
    driver.notes["after_drag"] = [
        settings().detection_threshold == panel.detection.value,
        chosen_levels(panel),
    ]
    driver.click(panel.balanced)
    yield lambda: panel.detection.value == models
    driver.notes["after_return"] = [settings().detection_threshold, chosen_levels(panel)]
    driver.click(panel.reset)
    yield lambda: panel.reset.disabled and settings().verification_threshold is None


def lack_a_level(driver: WindowDriver) -> Iterator[Condition]:
    """Needs references, a model without a table, and the strict level in the settings."""
    panel, judged = driver.ids.thresholds.ids, []
    yield lambda: driver.ids.headline.text == "Not verified"
    driver.notes["words"] = panel.detection_words.text
    driver.notes["rates"] = [panel[level].view.rate for level in Level if not panel[level].disabled]

    def watch() -> bool:
        judged.append(driver.ids.headline.text)
        return len(judged) >= 60

    yield watch
    driver.notes["verified"] = judged.count("Verified")


def chosen_levels(panel: Any) -> list[str]:
    return [level.value for level in Level if panel[level].state == "down"]
