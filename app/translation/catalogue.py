"""Words in the language of the window. The English text in the source is the key.

Terminal commands never choose a language, so their words stay English.
"""

import gettext
from pathlib import Path

from app.translation.language import Language, resolve_language

DOMAIN = "sameface"
LOCALES = Path(__file__).parent / "locales"
SEPARATORS = str.maketrans({",": ".", ".": ","})
"""From the separators of English figures to German ones."""


class _Active:
    """The catalogue in use. Every thread reads it; only the window replaces it."""

    language: Language = Language.ENGLISH
    catalogue: gettext.NullTranslations = gettext.NullTranslations()


def use_language(language: Language) -> None:
    """Translate into ``language`` from now on. Without a catalogue the words stay English."""
    _Active.language = resolve_language(language)
    _Active.catalogue = gettext.translation(DOMAIN, LOCALES, [_Active.language], fallback=True)


def current_language() -> Language:
    """The one that is shown: never ``Language.SYSTEM``."""
    return _Active.language


def tr(message: str, **values: object) -> str:
    """Translate ``message`` and fill in its {placeholders}. ``message`` must be a literal, or a string that
    ``translatable`` marks, so that the catalogues know it."""
    translated = _Active.catalogue.gettext(message) if message else ""
    return translated.format(**values) if values else translated


def ntr(singular: str, plural: str, count: int, **values: object) -> str:
    """Translate the form that fits ``count``. Its placeholder {count} is the number with separators."""
    translated = _Active.catalogue.ngettext(singular, plural, count)
    return translated.format(count=localized(f"{count:,}"), **values)


def translatable(message: str) -> str:
    """Mark a constant for the catalogues. Translate it with ``tr`` where it is shown."""
    return message


def localized(figure: str) -> str:
    """An English ``figure``, such as "1,234.5", with the separators of the language."""
    return figure.translate(SEPARATORS) if _Active.language is Language.GERMAN else figure
