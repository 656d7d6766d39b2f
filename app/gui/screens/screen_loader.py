"""Load a screen when it is first needed. All of them together would delay the first picture."""

from importlib import import_module
from pathlib import Path

from kivy.lang import Builder

from app.gui.screens.base import BaseScreen

SCREENS = {
    "verify": ("app.gui.screens.verify.verify", "VerifyScreen"),
    "collect": ("app.gui.screens.collect.collect", "CollectScreen"),
    "people": ("app.gui.screens.people.people", "PeopleScreen"),
    "train": ("app.gui.screens.train.train", "TrainScreen"),
    "evaluate": ("app.gui.screens.evaluate.evaluate", "EvaluateScreen"),
    "history": ("app.gui.screens.history.history", "HistoryScreen"),
    "settings": ("app.gui.screens.settings.settings", "SettingsScreen"),
    "welcome": ("app.gui.screens.setup.welcome", "WelcomeScreen"),
}
"""Module and class of each screen."""


def import_screen(name: str) -> type[BaseScreen]:
    """Import the module of the screen ``name``. Any thread may do this."""
    module, class_name = SCREENS[name]
    screen_class: type[BaseScreen] = getattr(import_module(module), class_name)
    return screen_class


def import_clipboard() -> None:
    """Kivy imports it with the first text field, which starts a program on Linux. Any thread may do this."""
    import_module("kivy.core.clipboard")


def load_screen(name: str) -> type[BaseScreen]:
    """Its class, with the layouts beside it. Only Kivy's thread may do this."""
    screen_class = import_screen(name)
    folder = Path(str(import_module(screen_class.__module__).__file__)).parent
    for layout in sorted(str(path) for path in folder.glob("*.kv")):
        if layout not in Builder.files:
            Builder.load_file(layout)
    return screen_class
