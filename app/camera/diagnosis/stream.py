"""Ask a server why its address gives no video."""

import http.client
import socket
import urllib.error
import urllib.request
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

from app.camera.source import CameraError, CameraLostError
from model.messages.message import Message, sentences

PROBE_TIMEOUT_S = 3.0
DEFAULT_PORTS = {"rtsp": 554, "rtsps": 322, "rtmp": 1935, "rtmps": 443}
MANUAL = Message("Look up the address of the video stream in the camera's manual.")


@dataclass(frozen=True, slots=True)
class ServerResponse:
    """The status of HTTP or RTSP, 0 when unknown, and the type of the content, empty when unknown."""

    status: int = 0
    content_type: str = ""


def stream_error(url: str, shown: str) -> CameraError:
    """The error about ``url``, which the message shows as ``shown``: a CameraLostError when a retry may help.

    A wrong password is not retried, because some cameras block all users after a few attempts.
    """
    try:
        answer = _ask(url)
    except (http.client.InvalidURL, ValueError):
        return CameraError(
            Message("{address} is not a valid address. Check it for spaces and missing parts.", address=shown)
        )
    except socket.gaierror:
        return CameraLostError(
            Message("The host of {address} was not found. Check the address and the network.", address=shown)
        )
    except (OSError, http.client.HTTPException):
        return CameraLostError(
            Message(
                "There is no answer from {address}. Check the address, and that the camera is on.",
                address=shown,
            )
        )
    return _in_words(answer, shown, "@" in urlsplit(url).netloc)


def _in_words(answer: ServerResponse, shown: str, with_password: bool) -> CameraError:
    status = answer.status
    if status == http.client.UNAUTHORIZED:
        return CameraError(_unauthorized(shown, with_password))
    if status == http.client.FORBIDDEN:
        advice = Message("Allow this user to view the video in the camera's settings.")
        return CameraError(Message("{address} denied access. {advice}", address=shown, advice=advice))
    if status in (http.client.NOT_FOUND, http.client.GONE):
        found_nothing = Message("The server found nothing at {address}.", address=shown)
        return CameraError(sentences(found_nothing, MANUAL))
    if status >= http.client.BAD_REQUEST:
        failed = Message(
            "The server at {address} answered with error {status}.", address=shown, status=status
        )
        return CameraLostError(sentences(failed, Message("Restart the camera.")))
    return _unplayable(answer.content_type, shown)


def _unauthorized(shown: str, with_password: bool) -> Message:
    if with_password:
        return Message("{address} rejected the user name or password. Check both.", address=shown)
    advice = Message("Put them before the host in the address, as NAME:PASSWORD@.")
    return Message("{address} requires a user name and a password. {advice}", address=shown, advice=advice)


def _unplayable(kind: str, shown: str) -> CameraError:
    if kind in ("text/html", "application/xhtml+xml"):
        page = Message("{address} is a web page, not a video.", address=shown)
        return CameraError(sentences(page, MANUAL))
    if kind.startswith("image/"):
        picture = Message("{address} is a single picture, not a video.", address=shown)
        return CameraError(sentences(picture, MANUAL))
    return CameraLostError(
        sentences(
            Message("The stream from {address} cannot be played.", address=shown),
            Message("Its type is {kind}.", kind=kind) if kind else "",
            Message("Set the camera to H.264 or MJPEG, or use another of its addresses."),
        )
    )


def _ask(url: str) -> ServerResponse:
    """Raises OSError, HTTPException and ValueError without an answer."""
    parts = urlsplit(url)
    if parts.scheme in ("http", "https"):
        return _ask_http(parts)
    address = parts.hostname or "", parts.port or DEFAULT_PORTS[parts.scheme]
    with socket.create_connection(address, PROBE_TIMEOUT_S) as connection:
        return _ask_rtsp(connection, parts) if parts.scheme == "rtsp" else ServerResponse()


def _ask_http(parts: SplitResult) -> ServerResponse:
    bare = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    if parts.username is not None:
        passwords.add_password(None, bare, unquote(parts.username), unquote(parts.password or ""))
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}),
        urllib.request.HTTPBasicAuthHandler(passwords),
        urllib.request.HTTPDigestAuthHandler(passwords),
    )
    try:
        with opener.open(bare, timeout=PROBE_TIMEOUT_S) as answer:
            return ServerResponse(answer.status, answer.headers.get_content_type())
    except urllib.error.HTTPError as error:
        with error:
            return ServerResponse(error.code)
    except urllib.error.URLError as error:
        raise error.reason if isinstance(error.reason, OSError) else error from error


def _ask_rtsp(connection: socket.socket, parts: SplitResult) -> ServerResponse:
    """Ask without the password: the answer says whether one is required."""
    bare = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    connection.sendall(f"DESCRIBE {bare} RTSP/1.0\r\nCSeq: 1\r\n\r\n".encode())
    with connection.makefile("rb") as lines:
        words = lines.readline(256).split()
    return ServerResponse(int(words[1])) if len(words) > 1 and words[1].isdigit() else ServerResponse()
