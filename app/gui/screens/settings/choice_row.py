"""A group of settings, each with its choices."""

from collections.abc import Callable
from typing import Any

from kivy.properties import ObjectProperty
from kivy.uix.boxlayout import BoxLayout

from app.gui.widgets.buttons import FittedOption
from app.presenters.settings.setting_view import Choice, SettingGroup, SettingView

Choose = Callable[[str, Any], object]
"""Called with the name of a setting and the value that the user picked."""


class ChoiceRow(BoxLayout):
    """One setting; styled in settings.kv."""

    setting: SettingView = ObjectProperty(rebind=True)

    def __init__(self, setting: SettingView, choose: Choose, **kwargs: Any) -> None:
        super().__init__(setting=setting, **kwargs)
        self._choose = choose
        self.show(setting)

    def show(self, setting: SettingView) -> None:
        self.setting = setting
        if [option.text for option in self._options()] != [choice.label for choice in setting.choices]:
            self.ids.options.clear_widgets()
            for choice in setting.choices:
                self.ids.options.add_widget(self._option(choice))
        for option, choice in zip(self._options(), setting.choices, strict=True):
            option.state = "down" if choice.value == setting.chosen else "normal"

    def _options(self) -> list[FittedOption]:
        return list(reversed(self.ids.options.children))

    def _option(self, choice: Choice) -> FittedOption:
        option = FittedOption(text=choice.label, group=f"setting {self.setting.name}")
        option.bind(on_release=lambda pressed: self._choose(self.setting.name, choice.value))
        return option


class SettingPanel(BoxLayout):
    """A group of settings; styled in settings.kv."""

    group: SettingGroup = ObjectProperty(rebind=True)

    def __init__(self, group: SettingGroup, **kwargs: Any) -> None:
        super().__init__(group=group, **kwargs)
        self._rows: dict[str, ChoiceRow] = {}

    def add_row(self, setting: SettingView, choose: Choose) -> None:
        row = self._rows[setting.name] = ChoiceRow(setting, choose)
        self.ids.rows.add_widget(row)

    def show(self, group: SettingGroup) -> None:
        """Update the rows that are there."""
        for setting in group.settings:
            if setting.name in self._rows:
                self._rows[setting.name].show(setting)
