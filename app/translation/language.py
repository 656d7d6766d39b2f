"""The languages of the window, and the one that the system is set to."""

import ctypes
import locale
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from enum import StrEnum

APPLE_LANGUAGES = ("defaults", "read", "-g", "AppleLanguages")
VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""In the order in which gettext reads them."""
TIMEOUT_S = 2.0


class Language(StrEnum):
    """The value of the setting: a code of ISO 639, or the system's language."""

    SYSTEM = "system"
    ENGLISH = "en"
    GERMAN = "de"


def resolve_language(language: Language) -> Language:
    """The language to show. English when the system's is not supported."""
    return preferred_language(system_languages()) if language is Language.SYSTEM else language


def preferred_language(names: Iterable[str]) -> Language:
    """The first supported language among ``names``, such as ``de_AT.UTF-8``; English without one."""
    ours = {str(language): language for language in Language if language is not Language.SYSTEM}
    codes = (name.strip().replace("-", "_").split("_")[0].split(".")[0].lower() for name in names)
    return next((ours[code] for code in codes if code in ours), Language.ENGLISH)


def system_languages(environment: Mapping[str, str] = os.environ) -> list[str]:
    """The user's languages, the preferred one first. Empty if the system does not say."""
    stated = next((environment[name] for name in VARIABLES if environment.get(name)), "")
    if stated:
        return stated.split(":")
    if sys.platform == "win32":
        return [locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")]
    return _apple_languages() if sys.platform == "darwin" else []


def _apple_languages() -> list[str]:
    """macOS starts applications without the variables of a terminal."""
    try:
        listed = subprocess.run(APPLE_LANGUAGES, capture_output=True, text=True, timeout=TIMEOUT_S).stdout
    except (OSError, subprocess.TimeoutExpired):
        return []
    return [line.strip(' ",') for line in listed.splitlines() if line.strip(" (),")]
