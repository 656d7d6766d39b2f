"""Words in the language of the window. The English text in the source is the key.

Terminal commands never choose a language, so their words stay English.
"""

from app.translation.language import Language, resolve_language
from app.translation.translator import Translator


class _Active:
    """The translator in use. Every thread reads it; only the window replaces it."""

    translator = Translator(Language.ENGLISH)


def use_language(language: Language) -> None:
    """Translate into ``language`` from now on."""
    _Active.translator = Translator(resolve_language(language))


def current_language() -> Language:
    """The one that is shown: never ``Language.SYSTEM``."""
    return _Active.translator.language


def tr(message: str, **values: object) -> str:
    """Translate ``message`` and fill in its {placeholders}. ``message`` must be a literal, or a string that
    ``translatable`` marks, so that the catalogues know it."""
    translated = _Active.translator.catalogue.gettext(message) if message else ""
    return translated.format(**values) if values else translated


def ntr(singular: str, plural: str, count: int, **values: object) -> str:
    """Translate the form that fits ``count``. Its placeholder {count} is the number with separators."""
    translated = _Active.translator.catalogue.ngettext(singular, plural, count)
    return translated.format(count=localized(f"{count:,}"), **values)


def translate(text: str) -> str:
    """A Message in the language of the window. Other text, such as the system's, stays as it is."""
    return _Active.translator.translate(text)


def translatable(message: str) -> str:
    """Mark a constant for the catalogues. Translate it with ``tr`` where it is shown."""
    return message


def localized(figure: str) -> str:
    """An English ``figure``, such as "1,234.5", with the separators of the language."""
    return _Active.translator.localized(figure)
