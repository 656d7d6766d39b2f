"""Brings the catalogues up to date with the source: ``python -m tests.app.translation.update_catalogues``.

New strings get an empty translation in the .po files. Fill them in, and run it again to compile
them.
"""

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from app.storage.paths import PROJECT
from app.translation.language import Language
from app.translation.translator import DOMAIN, LOCALES
from model.liveness.result import LivenessReason, Prompt
from model.runtime.card_keys import CardAttempt, CardMetric, CardThreshold
from model.verification.decision import Reason
from model.verification.security_levels import Level
from model.vision.quality import Flaw
from training.evaluation.results import MeasureName, ThresholdName

KEYWORDS = {"tr": None, "translatable": None, "Message": None, "ntr": (1, 2), "plural_message": (1, 2)}
PHRASES = (
    Reason,
    Flaw,
    LivenessReason,
    Prompt,
    Level,
    CardMetric,
    CardAttempt,
    CardThreshold,
    MeasureName,
    ThresholdName,
)
"""Enumerations whose values the window shows, alone or in a message."""
SOURCES = ("app/**/*.py", "app/**/*.kv", "model/**/*.py", "training/**/*.py")


def translated_languages() -> list[Language]:
    """All languages but that of the source."""
    return [language for language in Language if language not in (Language.SYSTEM, Language.ENGLISH)]


def po_path(language: Language) -> Path:
    return LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def extract_messages() -> Catalog:
    """Every string in the source that is marked for translation, with the files that it is in."""
    catalog = Catalog(project="Sameface", charset="utf-8", fuzzy=False)
    for kind in PHRASES:
        for member in kind:
            catalog.add(member.value, locations=[(kind.__module__.replace(".", "/") + ".py", 0)])
    for path in sorted(path for pattern in SOURCES for path in PROJECT.glob(pattern)):
        for message in _messages_in(path):
            catalog.add(message, locations=[(path.relative_to(PROJECT).as_posix(), 0)])
    return catalog


def _messages_in(path: Path) -> Iterator[str | tuple[str, ...]]:
    """The Kivy language has the tokens of Python, which is all that Babel's extractor looks at."""
    with path.open("rb") as source:
        for _, message, _, _ in extract("python", source, KEYWORDS, options={"encoding": "utf-8"}):
            if message:
                yield message


def read_catalogue(language: Language) -> Catalog:
    path = po_path(language)
    if not path.exists():
        return Catalog(locale=language, project="Sameface", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated_catalogue(language: Language) -> Catalog:
    """The stored translations of the strings that are in the source now."""
    catalogue, extracted = read_catalogue(language), extract_messages()
    extracted.creation_date = catalogue.creation_date
    catalogue.update(extracted, no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    return catalogue


def untranslated(catalogue: Catalog) -> list[str]:
    """The strings without a translation, or without one of its plural forms."""
    return [
        str(message.id)
        for message in catalogue
        if message.id and not all(message.string if isinstance(message.string, tuple) else [message.string])
    ]


def compiled(catalogue: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def main() -> None:
    for language in translated_languages():
        catalogue, path = updated_catalogue(language), po_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalogue, width=110, sort_output=True, ignore_obsolete=True, include_lineno=False)
        path.with_suffix(".mo").write_bytes(compiled(read_catalogue(language)))
        missing = untranslated(catalogue)
        print(
            f"{language}: {len(catalogue)} strings, {len(missing)} without a translation", *missing, sep="\n"
        )


if __name__ == "__main__":
    main()
