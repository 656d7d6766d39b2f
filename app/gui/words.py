"""Translated words for .kv files, which follow a change of the language at once."""

from kivy.event import EventDispatcher
from kivy.properties import ObjectProperty

from app.translation import catalogue
from app.translation.language import Language


class Words(EventDispatcher):
    """In a .kv file: ``#:import words app.gui.words.words``, then ``text: words.tr('Verify')``.

    The functions are properties, so that the Kivy language binds to them.
    """

    tr = ObjectProperty(catalogue.tr)
    ntr = ObjectProperty(catalogue.ntr)
    localized = ObjectProperty(catalogue.localized)

    def use(self, language: Language) -> None:
        """Translate into ``language``, and update every text in the window."""
        catalogue.use_language(language)
        for name in ("tr", "ntr", "localized"):
            self.property(name).dispatch(self)


words = Words()
