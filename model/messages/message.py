"""A sentence for people. It is English text that remembers how it was made.

``Message("{file} is empty.", file=path)`` is the string "a.mp4 is empty.": terminals and logs print it. The
window translates its ``template`` and fills in the same ``values`` (``app.translation.translator``). The
template must be a literal, because the catalogues are extracted from the source.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Self, TypeAlias

Value: TypeAlias = "str | int | float"
"""What a placeholder stands for. A Message is translated with its sentence."""
NO_VALUES: Mapping[str, Value] = MappingProxyType({})


class Message(str):
    """``plural``: the template for another number than 1; empty without a number."""

    template: str
    plural: str
    values: Mapping[str, Value]

    def __new__(cls, template: str, /, plural: str = "", **values: object) -> Self:
        """Values that are neither numbers nor text become text, phrases of an enumeration messages. An
        exception that was raised with a message becomes that message."""
        fixed = {name: _value(value) for name, value in values.items()}
        form = plural if plural and fixed["count"] != 1 else template
        message = super().__new__(cls, form.format(**fixed) if fixed else form)
        message.template, message.plural, message.values = template, plural, fixed or NO_VALUES
        return message

    def __str__(self) -> str:
        """``self``, so that ``str(error)`` is the message that the error was raised with."""
        return self

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (self.template, self.plural, dict(self.values))


def plural_message(singular: str, plural: str, count: int, **values: object) -> Message:
    """The form that fits ``count``. Placeholder: {count:,}."""
    return Message(singular, plural, count=count, **values)


def english_only(text: str) -> Message:
    """``text`` of commands that the window never runs. It is not translated."""
    return Message(text)


def message_of(error: Exception) -> Message:
    """The message that ``error`` was raised with, or its text."""
    return as_message(str(error))


def as_message(text: str) -> Message:
    """``text`` itself if it is a message, else a message without values, in the words of the system, say."""
    return text if isinstance(text, Message) else Message(text)


def sentences(*parts: str) -> Message:
    """Several sentences as one message. Empty ones are left out."""
    return joined(" ", parts)


def without(message: Message, part: Message) -> Message:
    """``message`` without one of the sentences that it was made of."""
    kept = [value for value in message.values.values() if value != part]
    return sentences(*map(str, kept)) if len(kept) < len(message.values) else message


def reworded(message: Message, templates: Mapping[str, str]) -> Message:
    """``message`` with another template if ``templates`` has one for its own, and so the messages in it."""
    values = {
        name: reworded(value, templates) if isinstance(value, Message) else value
        for name, value in message.values.items()
    }
    return Message(templates.get(message.template, message.template), message.plural, **values)


def joined(separator: str, parts: Iterable[str]) -> Message:
    """``parts`` with ``separator`` between them, each translated for itself."""
    named = {f"part{number}": part for number, part in enumerate(parts) if part}
    return Message(separator.join(f"{{{name}}}" for name in named), **named)


def _value(value: object) -> Value:
    if isinstance(value, StrEnum):
        return Message(value.value)
    return value if isinstance(value, str | int | float) else str(value)


def _rebuild(template: str, plural: str, values: dict[str, Value]) -> Message:
    return Message(template, plural, **values)
