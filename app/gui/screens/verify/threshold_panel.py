"""Set the thresholds, by security level or by slider."""

from collections.abc import Callable
from typing import Any

import numpy as np
from kivy.clock import Clock
from kivy.properties import BooleanProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from numpy.typing import NDArray

from app.gui.drawing.scales import SIMILARITY
from app.gui.screens.base import BaseScreen
from app.gui.screens.verify.histogram import SimilarityHistogram
from app.gui.widgets import ToggleOption
from app.presenters.levels import LevelView, present_levels, unavailable_words
from app.presenters.thresholds import detection_words, verification_words
from app.presenters.tone import Tone
from app.presenters.verification.histogram import HistogramView, present_histogram
from app.presenters.verification.risk import look_alike_words, risk_words
from app.presenters.verify import VerifyView
from app.storage.thresholds import MODEL_THRESHOLDS, active_level, level_settings
from model.runtime.bundle import Bundle
from model.verification.security_levels import DEFAULT_LEVEL, Level, level_threshold

__all__ = ["LevelOption", "SimilarityHistogram", "ThresholdPanel"]

SAVE_DELAY_S = 0.15
"""While the user drags a slider, its threshold is applied and saved at most this often."""


class LevelOption(ToggleOption):
    """One security level; styled in threshold_panel.kv."""

    view: LevelView = ObjectProperty(rebind=True)


class ThresholdPanel(BoxLayout):
    """Part of the Verify screen. ``view`` carries the values that are compared with the thresholds."""

    screen: BaseScreen = ObjectProperty()
    view: VerifyView = ObjectProperty(VerifyView("", Tone.CALM, ""), rebind=True)
    levels: tuple[LevelView, ...] = ObjectProperty(present_levels(None))
    detection_words = StringProperty("")
    verification_words = StringProperty("")
    risk_words = StringProperty("")
    look_alike_words = StringProperty("")
    details = BooleanProperty(False)
    histogram: HistogramView = ObjectProperty(HistogramView(), rebind=True)
    ready = BooleanProperty(False)
    changed = BooleanProperty(False)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._bundle: Bundle | None = None
        self._unsaved: dict[str, float] = {}
        self._save = Clock.create_trigger(lambda dt: self._apply(), SAVE_DELAY_S)

    def refresh(self, references: int) -> None:
        """Called before every frame. ``references``: how many the last face was compared with."""
        controller = self.screen.controller
        if controller.bundle is not self._bundle:
            self.show()
        self.ready = controller.ready
        self.detection_words = self._detection_words()
        level, card = self._available_level(), self._bundle.card if self._bundle else None
        self.risk_words, self.look_alike_words = risk_words(level, card), look_alike_words(level, card)
        self.verification_words = verification_words(self.ids.verification.value, references)

    def show(self) -> None:
        """Show the active thresholds and level, except for the sliders that the user is moving now."""
        controller = self.screen.controller
        if self._bundle is not controller.bundle:
            self._bundle = controller.bundle
            self.clear_references()
        self.levels = present_levels(controller.bundle.card if controller.bundle else None)
        thresholds = controller.thresholds
        self.ids.detection.value = self._unsaved.get("detection_threshold", thresholds.detection)
        self.ids.verification.value = self._unsaved.get("verification_threshold", thresholds.verification)
        self._update_selection()

    def clear_references(self) -> None:
        """Show no similarities of references in the histogram."""
        self.load_histogram(lambda: np.empty((0, 0), np.float32))

    def load_histogram(self, among_references: Callable[[], NDArray[np.float32]]) -> None:
        """``among_references``, on the worker thread, returns the similarities of the person's references to
        each other: thousands."""
        calibration = self._bundle.card.calibration if self._bundle and self._bundle.card else []
        self.screen.worker.run(
            lambda: present_histogram(calibration, among_references(), SIMILARITY.positions),
            self._show_histogram,
        )

    def set_thresholds(self, **thresholds: float) -> None:
        """Apply the ``thresholds`` that the user has set, by the name of their setting."""
        self._unsaved |= thresholds
        self._save()
        self._update_selection()

    def choose_level(self, level: Level) -> None:
        self._unsaved.pop("detection_threshold", None)
        self._use(level_settings(level))

    def reset(self) -> None:
        self._unsaved.clear()
        self._use(MODEL_THRESHOLDS)

    def flush(self) -> None:
        """Save pending changes now."""
        self._save.cancel()
        self._apply()

    def _show_histogram(self, view: HistogramView) -> None:
        self.histogram = view

    def _apply(self) -> None:
        thresholds, self._unsaved = self._unsaved, {}
        if thresholds:
            self._use(thresholds)

    def _use(self, thresholds: dict[str, Any]) -> None:
        """``thresholds``: by the name of their setting."""
        controller = self.screen.controller
        self.screen.worker.run(
            lambda: controller.set_thresholds(**thresholds), lambda done: self.show(), self._show_error
        )

    def _show_error(self, message: str) -> None:
        self.screen.host.show_error(message)
        self.show()

    def _selected_level(self) -> Level | None:
        """None if the user has set a detection threshold instead of a level."""
        overridden = "detection_threshold" in self._unsaved
        return None if overridden else active_level(self.screen.controller.settings)

    def _available_level(self) -> Level | None:
        """None also if the model was not measured at the level that is selected."""
        level, card = self._selected_level(), self._bundle.card if self._bundle else None
        return level if level and card and level_threshold(level, card) is not None else None

    def _update_selection(self) -> None:
        settings, selected = self.screen.controller.settings, self._selected_level()
        for level in Level:
            self.ids[level].state = "down" if level is selected else "normal"
        saved = (settings.level, settings.detection_threshold, settings.verification_threshold)
        self.changed = bool(self._unsaved) or saved != (DEFAULT_LEVEL, None, None)

    def _detection_words(self) -> str:
        card = self._bundle.card if self._bundle else None
        level = self._selected_level()
        if card and level and self._available_level() is None:
            return unavailable_words(level)
        return detection_words(self.ids.detection.value, card)
