"""``models``: list, compare, select, install and remove models."""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.commands.configuration import configure
from app.references.model_change import enrol_again
from app.references.reference_store import ReferenceStore
from app.storage.errors import translate_os_errors
from app.storage.model_store import ModelStore, ModelVersion
from app.system.exit_codes import Exit, fail
from model.installation.commands import typed
from model.messages.message import Message, english_only
from model.runtime.bundle import BundleError
from model.runtime.card_keys import CardData
from model.runtime.model_card import Card, Rate
from model.terminal.standard_streams import write_answer


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelsOptions:
    """At most one request; without one, all versions are listed. ``compare`` names versions."""

    use: str | None = None
    roll_back: bool = False
    remove: str | None = None
    compare: Sequence[str] = ()
    install: Path | None = None
    trust: Path | None = None


def run(options: argparse.Namespace) -> int:
    paths, _ = configure(options)
    return manage_models(
        ModelStore(paths.models),
        ReferenceStore(paths.people),
        ModelsOptions(
            use=options.use,
            roll_back=options.roll_back,
            remove=options.remove,
            compare=options.compare,
            install=options.install,
            trust=options.trust,
        ),
        paths.trusted_keys,
    )


def manage_models(store: ModelStore, references: ReferenceStore, options: ModelsOptions, keys: Path) -> int:
    """Carry out the request, print the result, and return the exit code. A damaged model is never put into
    use. ``keys``: the folder of the keys that the user trusts."""
    if missing := _missing_file(options):
        return fail(missing, Exit.USAGE)
    try:
        with translate_os_errors(Message("change the models in"), store.folder):
            answer = _answer(store, references, options, keys)
    except (OSError, ValueError) as error:
        return fail(error, Exit.COULD_NOT)
    write_answer(answer)
    return Exit.DONE


def _missing_file(options: ModelsOptions) -> str | None:
    """What to name instead, if a file in the request does not exist."""
    if options.install is not None and not options.install.is_file():
        return f"There is no file {options.install}. Name a signed model, such as strong.sameface-model."
    if options.trust is not None and not options.trust.is_file():
        return f"There is no file {options.trust}. Name a public key in a PEM file."
    return None


def _answer(store: ModelStore, references: ReferenceStore, options: ModelsOptions, keys: Path) -> str:
    if options.install is not None or options.trust is not None:
        return _signed(store, options, keys)
    if options.compare:
        return _comparison_table([_find_version(store, name) for name in options.compare])
    advice = ""
    if options.use is not None:
        advice = enrol_again(references, store.use(options.use))
    elif options.roll_back:
        advice = enrol_again(references, store.roll_back())
    elif options.remove is not None:
        store.remove(options.remove)
    return "\n".join([*map(_line, store.versions()), *filter(None, [advice])])


def _signed(store: ModelStore, options: ModelsOptions, keys: Path) -> str:
    """Cryptography is imported only for these two requests."""
    from app.signing.installation import install_model
    from app.signing.keys import trust

    if options.trust is not None:
        return f"Models signed with the key {trust(options.trust, keys)} can now be installed."
    if options.install is None:
        raise BundleError(english_only("No file was named."))
    name = install_model(options.install, store, keys)
    return f"The model {name} is installed. To use it: {typed(f'models --use {name}')}"


def _line(version: ModelVersion) -> str:
    mark = "*" if version.in_use else " "
    if version.card is None:
        return f"{mark} {version.name}  cannot be read: damaged or in an unknown format"
    card = version.card
    return f"{mark} {version.name}  {card.name}, {card.created[:10]}, detection threshold {_share(card)}"


def _share(card: Card) -> str:
    return f"{card.detection_threshold:.3f}"


def _find_version(store: ModelStore, name: str) -> tuple[str, Card]:
    """Raises BundleError for a version that is missing or damaged."""
    for version in store.versions():
        if version.name == name and version.card is not None:
            return name, version.card
    raise BundleError(english_only(f"There is no readable model {name!r}. `{typed('models')}` lists them."))


def _comparison_table(versions: Sequence[tuple[str, Card]]) -> str:
    """A line for each figure that any version has. Figures are comparable only on the same dataset."""
    cards = [card for _, card in versions]
    figures: dict[str, Callable[[Card], str]] = {
        "made": lambda card: card.created[:10],
        "detection threshold": _share,
        CardData.EVALUATED_ON: lambda card: card.data.get(CardData.EVALUATED_ON, "-"),
    }
    rows = [["", *(name for name, _ in versions)]]
    rows += [[what, *map(figure, cards)] for what, figure in figures.items()]
    metrics = dict.fromkeys(name for card in cards for name in card.metrics)
    rows += [[name, *(_rate(card.metrics.get(name)) for card in cards)] for name in metrics]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


def _rate(rate: Rate | None) -> str:
    if rate is None:
        return "-"
    return f"{rate.value:.2%} ({rate.lower:.2%} to {rate.upper:.2%})"
