"""A message in JSON: it crosses to another process, or waits in a file, and can still be translated."""

from dataclasses import dataclass, field

from model.messages.message import Message


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """The parts of a Message."""

    template: str
    plural: str = ""
    values: "dict[str, StoredMessage | str | int | float]" = field(default_factory=dict)

    def restored(self) -> Message:
        """Raises ValueError when the values do not fit the template."""
        values = {
            name: part.restored() if isinstance(part, StoredMessage) else part
            for name, part in self.values.items()
        }
        try:
            return Message(self.template, self.plural, **values)
        except (AttributeError, IndexError, KeyError, TypeError) as error:
            raise ValueError(f"The values do not fit {self.template!r}. Received: {values}") from error


def store(text: str) -> StoredMessage:
    """``text``: a Message, or text that is shown as it is."""
    if not isinstance(text, Message):
        return StoredMessage(text)
    values = {name: store(part) if isinstance(part, Message) else part for name, part in text.values.items()}
    return StoredMessage(text.template, text.plural, values)
