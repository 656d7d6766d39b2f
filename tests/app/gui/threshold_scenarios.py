"""What a person does with the thresholds; see ``tests.app.gui.scenarios``."""

from collections.abc import Iterator
from typing import Any

from app.storage.settings import Settings
from model.verification.security_levels import Level
from tests.app.gui.window_driver import Condition, Hand


def drag_thresholds(hand: Hand) -> Iterator[Condition]:
    """Needs references in the folder."""
    yield lambda: hand.ids.headline.text == "Verified"
    panel = hand.ids.thresholds.ids
    hand.click(panel.detection, across=1.0)
    yield lambda: hand.ids.headline.text == "Not verified"
    hand.notes["after_drag"] = hand.context.settings.detection_threshold
    hand.notes["verification_after_drag"] = hand.context.settings.verification_threshold
    hand.notes["words"] = panel.detection_words.text
    panel.detection.focus = True
    hand.press("left")
    yield lambda: hand.context.settings.detection_threshold not in (None, 1.0)
    hand.notes["after_key"] = hand.context.settings.detection_threshold
    hand.click(panel.reset)
    yield lambda: hand.ids.headline.text == "Verified"
    hand.notes["after_reset"] = hand.context.settings.detection_threshold
    yield lambda: panel.reset.disabled


def choose_levels(hand: Hand) -> Iterator[Condition]:
    """From the model's own level to a laxer one, a threshold of one's own, and back."""
    panel = hand.ids.thresholds.ids

    def settings() -> Settings:
        return hand.context.settings

    yield lambda: chosen_levels(panel) == ["balanced"] and not panel.convenient.disabled
    models = panel.detection.value
    hand.click(panel.convenient)
    yield lambda: panel.detection.value == hand.context.thresholds.detection < models
    hand.notes["after_choice"] = [settings().level, chosen_levels(panel)]
    hand.notes["words"] = panel.detection_words.text
    hand.click(panel.verification, across=0.25)
    yield lambda: settings().verification_threshold is not None
    hand.notes["after_other_bar"] = [settings().detection_threshold, chosen_levels(panel)]
    hand.click(panel.detection, across=0.9)
    yield lambda: chosen_levels(panel) == []
    yield lambda: settings().detection_threshold is not None
    hand.notes["after_drag"] = [settings().detection_threshold == panel.detection.value, chosen_levels(panel)]
    hand.click(panel.balanced)
    yield lambda: panel.detection.value == models
    hand.notes["after_return"] = [settings().detection_threshold, chosen_levels(panel)]
    hand.click(panel.reset)
    yield lambda: panel.reset.disabled and settings().verification_threshold is None


def lack_a_level(hand: Hand) -> Iterator[Condition]:
    """Needs references, a model without a table, and the strict level in the settings."""
    panel, judged = hand.ids.thresholds.ids, []
    yield lambda: hand.ids.headline.text == "Not verified"
    hand.notes["words"] = panel.detection_words.text
    hand.notes["rates"] = [panel[level].view.rate for level in Level if not panel[level].disabled]

    def watch() -> bool:
        judged.append(hand.ids.headline.text)
        return len(judged) >= 60

    yield watch
    hand.notes["verified"] = judged.count("Verified")


def chosen_levels(panel: Any) -> list[str]:
    return [level.value for level in Level if panel[level].state == "down"]
