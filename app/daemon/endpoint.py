"""Where the daemon listens: a Unix socket that only its owner may open or, on Windows, a local port with a
token in a file that only the owner can read."""

import os
import secrets
import socket
import stat
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from app.storage.outside_copy import state_folder
from model.installation.commands import typed
from model.storage.atomic_file import write_atomically

BACKLOG = 8
CONNECT_TIMEOUT_S = 2.0
MAX_PATH_BYTES = 100
"""Unix sockets allow 104 on macOS, 108 on Linux."""


class EndpointError(OSError):
    """The daemon cannot listen, or nothing listens. The message gives the next step."""


class Endpoint(Protocol):
    """The same on both sides."""

    def listen(self) -> socket.socket:
        """Raises EndpointError."""

    def connect(self) -> socket.socket:
        """Raises EndpointError when no daemon listens."""

    def token(self) -> str:
        """What a request must show; empty if the system checks who connects."""

    def close(self) -> None:
        """Remove what ``listen`` created."""


NO_DAEMON = f"No daemon is running for this data folder. Start it with `{typed('daemon start')}`."


class UnixEndpoint:
    def __init__(self, data_folder: Path) -> None:
        self._path = state_folder(data_folder) / "daemon.sock"

    def listen(self) -> socket.socket:
        if len(os.fsencode(self._path)) > MAX_PATH_BYTES:
            raise EndpointError(f"The path of the socket is too long: {self._path}. Set SAMEFACE_STATE.")
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path.parent.chmod(stat.S_IRWXU)
        self._path.unlink(missing_ok=True)
        listener = socket.socket(socket.AF_UNIX)
        before = os.umask(0o177)
        try:
            listener.bind(str(self._path))
        finally:
            os.umask(before)
        listener.listen(BACKLOG)
        return listener

    def connect(self) -> socket.socket:
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(CONNECT_TIMEOUT_S)
        try:
            connection.connect(str(self._path))
        except OSError as error:
            connection.close()
            raise EndpointError(NO_DAEMON) from error
        return connection

    def token(self) -> str:
        return ""

    def close(self) -> None:
        with suppress(OSError):
            self._path.unlink(missing_ok=True)


class LoopbackEndpoint:
    """For systems without Unix sockets. Any user may connect, but only a program that can read the owner's
    file has the token."""

    def __init__(self, data_folder: Path) -> None:
        self._file = state_folder(data_folder) / "daemon.port"

    def listen(self) -> socket.socket:
        listener = socket.create_server(("127.0.0.1", 0), backlog=BACKLOG)
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        port = listener.getsockname()[1]
        write_atomically(self._file, f"{port}\n{secrets.token_urlsafe(32)}\n".encode())
        return listener

    def connect(self) -> socket.socket:
        try:
            return socket.create_connection(("127.0.0.1", int(self._lines()[0])), CONNECT_TIMEOUT_S)
        except (OSError, ValueError, IndexError) as error:
            raise EndpointError(NO_DAEMON) from error

    def token(self) -> str:
        try:
            return self._lines()[1]
        except IndexError as error:
            raise EndpointError(NO_DAEMON) from error

    def close(self) -> None:
        with suppress(OSError):
            self._file.unlink(missing_ok=True)

    def _lines(self) -> list[str]:
        return self._file.read_text(encoding="ascii").splitlines()


def endpoint_of(data_folder: Path) -> Endpoint:
    unix = hasattr(socket, "AF_UNIX") and os.name != "nt"
    return UnixEndpoint(data_folder) if unix else LoopbackEndpoint(data_folder)
