"""Run the user's commands after a verification."""

import logging
import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from app.presenters.verification_answer import VerificationAnswer
from app.vault.vault import KEYS_VARIABLE, PASSPHRASE_FILE_VARIABLE
from app.verifier.listener import Listener
from app.verifier.request import VerifyRequest

log = logging.getLogger(__name__)

TIMEOUT_S = 60.0
SECRETS = (KEYS_VARIABLE, PASSPHRASE_FILE_VARIABLE)


@dataclass(frozen=True, slots=True)
class Hooks:
    """Commands as typed; empty for none."""

    on_success: str = ""
    on_failure: str = ""
    on_leave: str = ""


class HookListener(Listener):
    """Runs a command without a shell, and waits for it. What it prints goes to standard error. A failure is
    reported and does not change the answer."""

    def __init__(self, hooks: Hooks) -> None:
        self._hooks = hooks

    def ended(self, request: VerifyRequest, answer: VerificationAnswer) -> None:
        command = self._hooks.on_success if answer.verified else self._hooks.on_failure
        _run(command, {**_about(request), "SAMEFACE_REASON": answer.reason})

    def left(self, request: VerifyRequest) -> None:
        _run(self._hooks.on_leave, _about(request))


def _about(request: VerifyRequest) -> dict[str, str]:
    return {} if request.references else {"SAMEFACE_PERSON": request.settings.person}


def _run(command: str, variables: Mapping[str, str]) -> None:
    if not command:
        return
    inherited = {name: value for name, value in os.environ.items() if name not in SECRETS}
    try:
        done = subprocess.run(
            command if os.name == "nt" else shlex.split(command),
            env={**inherited, **variables},
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr.fileno() if _has_descriptor() else subprocess.DEVNULL,
            timeout=TIMEOUT_S,
            check=False,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        _report(f"The command could not be run: {command}: {error}")
        return
    if done.returncode:
        _report(f"The command ended with code {done.returncode}: {command}")


def _has_descriptor() -> bool:
    try:
        sys.stderr.fileno()
    except (OSError, ValueError, AttributeError):
        return False
    return True


def _report(message: str) -> None:
    log.warning("%s", message)
    print(message, file=sys.stderr)
