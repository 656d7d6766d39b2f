"""Errors of the operating system as sentences."""

import errno

from model.messages.message import Message, as_message, message_of

REASONS = {
    errno.EACCES: Message("Permission denied"),
    errno.EPERM: Message("Operation not permitted"),
    errno.ENOENT: Message("No such file or directory"),
    errno.EEXIST: Message("File exists"),
    errno.EISDIR: Message("Is a directory"),
    errno.ENOTDIR: Message("Not a directory"),
    errno.ENOTEMPTY: Message("Directory not empty"),
    errno.EINVAL: Message("Invalid argument"),
    errno.ENOSPC: Message("No space left on device"),
    errno.EDQUOT: Message("Disk quota exceeded"),
    errno.EROFS: Message("Read-only file system"),
    errno.EIO: Message("Input/output error"),
    errno.ENAMETOOLONG: Message("File name too long"),
    errno.EMFILE: Message("Too many open files"),
    errno.EBUSY: Message("Device or resource busy"),
    errno.ELOOP: Message("Too many levels of symbolic links"),
}
"""The frequent ones, in the system's words. The words for others stay in English."""


def describe_os_error(error: Exception) -> Message:
    """A sentence for an OSError raised by the system; the message of any other error."""
    if not isinstance(error, OSError) or error.errno is None or not error.strerror:
        return message_of(error)
    if error.filename:
        return Message(
            "{file} cannot be used: {reason}. Check that it exists and that you may use it.",
            file=error.filename,
            reason=system_reason(error),
        )
    return Message(
        "The system refused: {reason}. Check that it exists and that you may use it.",
        reason=system_reason(error),
    )


def system_reason(error: OSError) -> Message:
    """Why the system refused, as a clause without a full stop."""
    known = REASONS.get(error.errno or 0)
    if known is not None and known == error.strerror:
        return known
    return as_message(error.strerror or str(error))
