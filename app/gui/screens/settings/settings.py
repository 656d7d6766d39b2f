"""Every setting that is not part of another screen."""

from functools import partial
from typing import Any

from kivy.properties import StringProperty
from kivy.uix.widget import Widget

from app.camera.webcams import webcams
from app.gui.lists.gradual_builder import GradualBuilder
from app.gui.screens.base import BaseScreen
from app.gui.screens.settings.choice_row import ChoiceRow, SettingPanel
from app.gui.widgets.buttons import PlainButton
from app.presenters.camera import is_mirrored, webcam_choices
from app.presenters.settings.setting_view import SettingGroup, SettingView
from app.presenters.settings.settings import data_words, present_camera_settings, present_settings
from app.storage.settings import Settings
from app.translation.catalogue import current_language, tr

__all__ = ["ChoiceRow", "SettingPanel", "SettingsScreen"]


class SettingsScreen(BaseScreen):
    data_words = StringProperty("")

    def __init__(self, *arguments: Any, **kwargs: Any) -> None:
        super().__init__(*arguments, **kwargs)
        self._webcams: list[tuple[str, str]] | None = None
        self._builder = GradualBuilder()
        self._panels: list[SettingPanel] = []
        self._shown: Settings | None = None
        self._language = ""

    @property
    def complete(self) -> bool:
        return bool(self._panels) and self._builder.done

    def build_part(self) -> None:
        """The settings, which follow row by row."""
        if not self._panels:
            self._rebuild()

    def activate(self) -> None:
        self.controller.stop_judging()
        if self._language != current_language():
            self._rebuild()
        self.data_words = data_words(self.controller.paths.root, self.controller.vault.status.state)
        self.worker.run(lambda: webcam_choices(webcams()), self._set_webcams, self.host.show_error)

    def refresh(self) -> None:
        preview = self.ids.preview
        preview.mirrored = is_mirrored(self.controller.settings.camera)
        preview.show(self.controller.engine.frames.peek())
        if self._shown != self.controller.settings:
            self._update()

    def choose(self, name: str, value: Any) -> None:
        """Apply and save the setting ``name``."""
        if name == "camera":
            self.host.open_camera(value)
        else:
            self.host.change_setting(name, value)

    def _groups(self) -> list[SettingGroup]:
        settings = self.controller.settings
        return [present_camera_settings(settings, self._webcams), *present_settings(settings)]

    def _rebuild(self) -> None:
        """At first, and after a change of the language: a row in each step."""
        self._builder.cancel()
        for column in self._columns():
            column.clear_widgets()
        self._language, self._shown = current_language(), self.controller.settings
        groups = self._groups()
        self._panels = [SettingPanel(group) for group in groups]
        for panel, column in zip(self._panels, self._columns(), strict=True):
            column.add_widget(panel)
        self._builder.build(
            partial(self._add_row, panel, setting)
            for panel, group in zip(self._panels, groups, strict=True)
            for setting in group.settings
        )

    def _add_row(self, panel: SettingPanel, setting: SettingView) -> None:
        panel.add_row(setting, self.choose)
        if setting.name == "camera":
            button = PlainButton(text=tr("Another camera, a recording or a stream …"))
            button.bind(on_release=lambda pressed: self.host.choose_camera())
            panel.ids.rows.add_widget(button)

    def _columns(self) -> tuple[Widget, ...]:
        """Where the panel of each group is: the history is beside the others, because they are long."""
        ids = self.ids
        return ids.camera, ids.others, ids.others, ids.history

    def _update(self) -> None:
        """In place: the option that was pressed keeps the focus."""
        for panel, group in zip(self._panels, self._groups(), strict=True):
            panel.show(group)
        self._shown = self.controller.settings

    def _set_webcams(self, choices: list[tuple[str, str]]) -> None:
        self._webcams = choices
        self._update()
