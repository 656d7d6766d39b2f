"""``verify``: verify a face without the window."""

import argparse

from app.commands.configuration import load_configuration
from app.presenters.verification_answer import refusal
from app.storage.errors import StoreError
from app.storage.paths import paths_in
from app.storage.settings import Settings, SettingsError
from app.system.exit_codes import Exit
from app.verifier.events import EventListener
from app.verifier.hooks import HookListener, Hooks
from app.verifier.listener import Listener, Listeners
from app.verifier.request import VerifyRequest
from app.verifier.terminal import TerminalListener
from app.verifier.verifier import Verifier
from model.terminal.standard_streams import write_json


def run(options: argparse.Namespace) -> int:
    """Verify, print the answer, and return the exit code. Any failure ends in *not verified*."""
    listener = _listener(options)
    try:
        paths, settings = load_configuration(options)
    except (SettingsError, StoreError) as error:
        answer = refusal(error, Exit.COULD_NOT)
        listener.ended(VerifyRequest(paths_in(options.data), Settings()), answer)
        return answer.exit_code
    request = VerifyRequest(
        paths,
        settings,
        options.image,
        options.references,
        options.largest,
        options.liveness,
        options.leave_after_s if options.on_leave and options.image is None else None,
    )
    return Verifier(paths).verify(request, listener).exit_code


def _listener(options: argparse.Namespace) -> Listener:
    output = EventListener(write_json) if options.events else TerminalListener(as_json=options.json)
    hooks = Hooks(options.on_success, options.on_failure, options.on_leave)
    return Listeners([output, HookListener(hooks)])
