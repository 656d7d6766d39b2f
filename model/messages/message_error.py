"""The base of all errors that a user can meet."""

from model.messages.message import Message


class MessageError(Exception):
    """Its text is a Message, so that the window can translate it. The project's errors derive from it and
    from the built-in kind of error that they are. A bare ValueError is a programmer's mistake."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
