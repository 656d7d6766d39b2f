"""``daemon``: verify on request of other programs."""

import argparse
import signal
from typing import Any

from app.daemon.client import ask
from app.daemon.endpoint import EndpointError, endpoint_of
from app.daemon.messages import Action, Request
from app.storage.paths import Paths, paths_in
from app.system.exit_codes import Exit, fail
from model.installation.commands import typed
from model.storage.json_codec import encode_json
from model.terminal.standard_streams import write_answer, write_json


def run(options: argparse.Namespace) -> int:
    if options.action == "start":
        return _start(options)
    request = Request(Action(options.action), options.person, options.timeout_s)
    return _ask(paths_in(options.data), request, as_json=options.json)


def _start(options: argparse.Namespace) -> int:
    """Serve until Ctrl-C, SIGTERM or ``daemon stop``."""
    from app.commands.configuration import configure, open_vault
    from app.daemon.server import Daemon
    from model.runtime.bundle import BundleError

    paths, _ = configure(options)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        open_vault(paths).keys()
        daemon = Daemon(paths, endpoint_of(paths.root))
        write_answer(f"The daemon is starting. Stop it with Ctrl-C, or with `{typed('daemon stop')}`.")
        daemon.serve()
    except KeyboardInterrupt:
        return Exit.DONE
    except (OSError, BundleError) as error:
        return fail(error, Exit.COULD_NOT)
    return Exit.DONE


def _ask(paths: Paths, request: Request, *, as_json: bool) -> int:
    """Anything other than a clear answer is *not verified*."""
    last: dict[str, Any] = {}
    try:
        for event in ask(endpoint_of(paths.root), request):
            last = event
            if as_json:
                write_json(encode_json(event))
            elif "prompt" in event:
                write_answer(str(event["prompt"]))
    except EndpointError as error:
        return fail(error, Exit.COULD_NOT)
    except (OSError, ValueError) as error:
        return fail(f"The daemon gave no answer: {error}. See its log, then try again.", Exit.COULD_NOT)
    if not as_json:
        write_answer(_words(request.action, last))
    return _exit_code(request, last)


def _words(action: Action, event: dict[str, Any]) -> str:
    if event.get("event") == "ended":
        return f"{'verified' if event.get('verified') is True else 'not verified'}: {event.get('reason')}"
    if event.get("event") == "status" and action is Action.STOP:
        return "The daemon stops."
    if event.get("event") == "status":
        return f"The daemon has been running for {event.get('seconds')} s, as process {event.get('process')}."
    return "The daemon gave no answer."


def _exit_code(request: Request, last: dict[str, Any]) -> int:
    if request.action is not Action.VERIFY:
        return Exit.DONE if last.get("event") == "status" else Exit.COULD_NOT
    verified = last.get("event") == "ended" and last.get("verified") is True
    if verified:
        return Exit.VERIFIED
    code = last.get("exit_code")
    return code if isinstance(code, int) and code in (1, 2, 3) else Exit.COULD_NOT
