"""The daemon: one client after another, one verification at a time."""

import logging
import os
import secrets
import socket
import struct
import threading
import time
from dataclasses import replace

from app.daemon.endpoint import Endpoint
from app.daemon.messages import Action, LineError, Request, read_line, write_line
from app.presenters.verification_answer import refusal
from app.storage.file_lock import exclusive_lock
from app.storage.outside_copy import state_folder
from app.storage.paths import Paths
from app.storage.settings import Settings, SettingsError, load_settings
from app.system.exit_codes import Exit
from app.system.log_setup import log_hint
from app.verifier.events import EventListener, ended_line
from app.verifier.request import VerifyRequest
from app.verifier.verifier import Verifier
from model.messages.message import Message
from model.storage.json_codec import JsonError, decode_json, encode_json

log = logging.getLogger(__name__)

REQUEST_TIMEOUT_S = 2.0
"""How long a client that connects and sends nothing can keep others waiting."""
POLL_S = 0.5
ANSWERED_USERS = frozenset({os.getuid(), 0}) if hasattr(os, "getuid") else frozenset[int]()
"""The owner, and root, which asks on behalf of PAM."""


class Daemon:
    """Answers clients until ``stop``. Only the owner and root are answered."""

    def __init__(self, paths: Paths, endpoint: Endpoint) -> None:
        self._paths, self._endpoint = paths, endpoint
        self._verifier = Verifier(paths)
        self._stop = threading.Event()
        self._started = time.monotonic()
        self._answered = 0

    def stop(self) -> None:
        """End after the client that is being answered."""
        self._stop.set()

    def serve(self, ready: threading.Event | None = None) -> None:
        """Raises BusyError when another daemon serves this data folder, EndpointError, BundleError and
        StoreError."""
        folder = state_folder(self._paths.root)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with exclusive_lock(
            folder / "daemon.lock", Message("A daemon is already running for this data folder.")
        ):
            self._verifier.networks.warm_up()
            with self._endpoint.listen() as listener:
                listener.settimeout(POLL_S)
                if ready:
                    ready.set()
                try:
                    self._accept(listener)
                finally:
                    self._endpoint.close()

    def _accept(self, listener: socket.socket) -> None:
        while not self._stop.is_set():
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                continue
            with connection:
                self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        """A client that fails or disconnects ends only its own request."""
        try:
            connection.settimeout(REQUEST_TIMEOUT_S)
            if not _is_owner(connection):
                log.warning("Another user tried to use the daemon.")
                return
            self._dispatch(connection, decode_json(read_line(connection), Request))
        except (LineError, JsonError) as error:
            log.warning("A request was refused: %s", error)
            _refuse(connection, f"The request is not valid: {error}.")
        except OSError as error:
            log.info("A client has gone: %s", error)
        except Exception as error:
            log.exception("A request failed.")
            _refuse(connection, f"The daemon failed: {error!r}. {log_hint()}")

    def _dispatch(self, connection: socket.socket, request: Request) -> None:
        if not secrets.compare_digest(request.token.encode(), self._endpoint.token().encode()):
            raise LineError("the token is wrong")
        self._answered += 1
        if request.action is Action.STOP:
            self.stop()
        if request.action is Action.VERIFY:
            self._verify(connection, request)
        else:
            seconds = round(time.monotonic() - self._started, 1)
            status = {
                "event": "status",
                "process": os.getpid(),
                "seconds": seconds,
                "requests": self._answered,
            }
            write_line(connection, encode_json(status))

    def _verify(self, connection: socket.socket, request: Request) -> None:
        try:
            settings = _settings(self._paths, request)
        except SettingsError as error:
            _refuse(connection, str(error))
            return
        listener = EventListener(lambda line: write_line(connection, line))
        self._verifier.verify(VerifyRequest(self._paths, settings), listener)


def _settings(paths: Paths, request: Request) -> Settings:
    """As they are stored now. Raises SettingsError."""
    settings = load_settings(paths.settings)
    if request.person is not None:
        settings = replace(settings, person=request.person)
    return settings if request.timeout_s is None else replace(settings, timeout_s=request.timeout_s)


def _refuse(connection: socket.socket, reason: str) -> None:
    answer = refusal(reason, Exit.COULD_NOT)
    try:
        write_line(connection, ended_line(answer))
    except OSError as error:
        log.info("A client has gone: %s", error)


def _is_owner(connection: socket.socket) -> bool:
    """Whether the client runs as this user or as root. Only Linux can tell; elsewhere the permissions of the
    socket, or the token, decide."""
    if connection.family is not getattr(socket, "AF_UNIX", None) or not hasattr(socket, "SO_PEERCRED"):
        return True
    credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    _, user, _ = struct.unpack("3i", credentials)
    return user in ANSWERED_USERS
