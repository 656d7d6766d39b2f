"""The words of one language."""

import gettext
import string
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.translation.language import Language
from model.messages.message import Message

DOMAIN = "sameface"
LOCALES = Path(__file__).parent / "locales"
SEPARATORS = str.maketrans({",": ".", ".": ","})
"""From the separators of English figures to German ones."""


class Translator:
    """Without a catalogue the words stay English."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.catalogue = gettext.translation(DOMAIN, LOCALES, [language], fallback=True)
        self._formatter = _Formatter(self)

    def localized(self, figure: str) -> str:
        """An English ``figure``, such as "1,234.5", with the separators of the language."""
        return figure.translate(SEPARATORS) if self.language is Language.GERMAN else figure

    def translate(self, text: str) -> str:
        """A Message in this language. Other text, such as the system's, stays as it is."""
        if not isinstance(text, Message):
            return text
        template = self._template(text)
        return self._formatter.vformat(template, (), text.values) if text.values else template

    def _template(self, message: Message) -> str:
        count = message.values.get("count")
        if message.plural and isinstance(count, int):
            return self.catalogue.ngettext(message.template, message.plural, count)
        return self.catalogue.gettext(message.template) if message.template else ""


class _Formatter(string.Formatter):
    """Formats figures with the language's separators, and messages in the language."""

    def __init__(self, translator: Translator) -> None:
        self._translator = translator

    def get_value(self, key: int | str, args: Any, kwargs: Mapping[str, Any]) -> Any:
        value = super().get_value(key, args, kwargs)
        return self._translator.translate(value) if isinstance(value, str) else value

    def format_field(self, value: Any, format_spec: str) -> Any:
        formatted = super().format_field(value, format_spec)
        return self._translator.localized(formatted) if isinstance(value, int | float) else formatted
