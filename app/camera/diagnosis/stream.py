"""Why an address gives no video: its server is asked once more, and its answer put into words."""

import http.client
import socket
import urllib.error
import urllib.request
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

from app.camera.source import CameraError, CameraLostError

PROBE_TIMEOUT_S = 3.0
DEFAULT_PORTS = {"rtsp": 554, "rtsps": 322, "rtmp": 1935, "rtmps": 443}
MANUAL = "Look up the address of the video stream in the camera's manual."


@dataclass(frozen=True, slots=True)
class ServerResponse:
    """What a server said: its status, as in HTTP and RTSP, and the kind of content; 0 and empty: untold."""

    status: int = 0
    content_type: str = ""


def stream_error(url: str, shown: str) -> CameraError:
    """The error to raise about ``url``, called ``shown`` in its words.

    A CameraLostError where trying again may help. A wrong password is none of these: some cameras lock
    everybody out after a few of them.
    """
    try:
        answer = _ask(url)
    except (http.client.InvalidURL, ValueError):
        return CameraError(f"{shown} is not a valid address. Look for spaces and missing parts.")
    except socket.gaierror:
        return CameraLostError(f"The host of {shown} cannot be found. Check the address and the network.")
    except (OSError, http.client.HTTPException):
        return CameraLostError(f"Nothing answers at {shown}. Check the address, and that the camera is on.")
    return _in_words(answer, shown, "@" in urlsplit(url).netloc)


def _in_words(answer: ServerResponse, shown: str, with_password: bool) -> CameraError:
    kind = answer.content_type
    if answer.status == http.client.UNAUTHORIZED and with_password:
        return CameraError(f"{shown} does not accept the user name or the password. Check both.")
    if answer.status == http.client.UNAUTHORIZED:
        advice = "Write them into the address before the host: the name, a colon, the password and an @."
        return CameraError(f"{shown} asks for a user name and a password. {advice}")
    if answer.status == http.client.FORBIDDEN:
        return CameraError(f"{shown} refuses access. Allow this user to see the video, in the camera's menu.")
    if answer.status in (http.client.NOT_FOUND, http.client.GONE):
        return CameraError(f"The server has nothing at {shown}. {MANUAL}")
    if answer.status >= http.client.BAD_REQUEST:
        words = f"The server answers with the error {answer.status} at {shown}. Restart the camera."
        return CameraLostError(words)
    if kind in ("text/html", "application/xhtml+xml"):
        return CameraError(f"{shown} is a web page, not a video. {MANUAL}")
    if kind.startswith("image/"):
        return CameraError(f"{shown} is a single picture, not a video. {MANUAL}")
    received = f" It sends {kind}." if kind else ""
    advice = "Set the camera to H.264 or MJPEG, or use another of its addresses."
    return CameraLostError(f"What {shown} sends cannot be played.{received} {advice}")


def _ask(url: str) -> ServerResponse:
    """Raises OSError, HTTPException and ValueError when there is no answer."""
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
    """Without the password: it would take a second turn, and the first tells whether one is asked for."""
    bare = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    connection.sendall(f"DESCRIBE {bare} RTSP/1.0\r\nCSeq: 1\r\n\r\n".encode())
    with connection.makefile("rb") as lines:
        words = lines.readline(256).split()
    return ServerResponse(int(words[1])) if len(words) > 1 and words[1].isdigit() else ServerResponse()
