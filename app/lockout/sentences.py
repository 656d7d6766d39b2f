"""Sentences about failed attempts and the wait that they cause."""

import math
import shlex

from app.lockout.policy import TryStatus
from app.translation.catalogue import ntr, tr
from model.installation.commands import typed
from model.terminal.plurals import counted


def unlock_command(person: str) -> str:
    """What the owner types in a terminal."""
    return typed(f"lockout unlock --person {shlex.quote(person)}")


def refusal_words(status: TryStatus, person: str) -> str:
    """Why no attempt may begin now, and when one may; empty if one may. The command that unlocks is between
    backticks."""
    if status.damaged:
        return tr(
            "The record of failed attempts is damaged or was replaced by an older one, so no face is "
            "verified. The owner can unlock it with {command}.",
            command=f"`{unlock_command(person)}`",
        )
    if status.disabled:
        return tr(
            "Verification of {person} is locked after {failures} failed attempts. The owner can unlock "
            "it with {command}.",
            person=person,
            failures=status.failures,
            command=f"`{unlock_command(person)}`",
        )
    if status.allowed:
        return ""
    return ntr(
        "{count} failed attempt for {person}. Try again in {wait}.",
        "{count} failed attempts for {person}. Try again in {wait}.",
        status.failures,
        person=person,
        wait=wait_words(status.wait_s),
    )


def locked_words(status: TryStatus, person: str) -> str:
    """As ``refusal_words``, for the window, which shows ``locked_command`` below it."""
    if status.damaged:
        return tr(
            "The record of failed attempts is damaged or was replaced by an older one, so no face is "
            "verified. The owner can unlock it in a terminal, with:"
        )
    if status.disabled:
        return tr(
            "Verification of {person} is locked after {failures} failed attempts. The owner can unlock "
            "it in a terminal, with:",
            person=person,
            failures=status.failures,
        )
    return refusal_words(status, person)


def locked_command(status: TryStatus, person: str) -> str:
    """The command that unlocks; empty if no command is needed."""
    return unlock_command(person) if status.damaged or status.disabled else ""


def wait_words(seconds: float) -> str:
    """At least one second: "28 seconds", "2 min 5 s"."""
    whole = max(1, math.ceil(seconds))
    if whole < 60:
        return ntr("{count} second", "{count} seconds", whole)
    return f"{whole // 60} min {whole % 60:02d} s"


def left_words(status: TryStatus) -> str:
    """What the next failures cause; empty without failures."""
    if not status.failures or not status.allowed:
        return ""
    if status.before_delay:
        return ntr(
            "{count} attempt left before you have to wait.",
            "{count} attempts left before you have to wait.",
            status.before_delay,
        )
    return ntr(
        "{count} attempt left before verification is locked.",
        "{count} attempts left before verification is locked.",
        status.before_disabled,
    )


def status_words(status: TryStatus, person: str) -> str:
    """For a list of people."""
    if not status.allowed:
        return refusal_words(status, person)
    failed = counted(status.failures, "failed attempt") if status.failures else "no failed attempts"
    return " ".join(part for part in (f"{person}: {failed}.", left_words(status)) if part)
