"""How addresses without video are diagnosed, with real servers on this machine."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import cv2
import pytest

from app.camera.diagnosis.stream import stream_error
from app.camera.factory import open_source
from app.camera.source import CameraError, CameraLostError
from tests.support.fakes import grey

JPEG = cv2.imencode(".jpg", grey(77))[1].tobytes()
PAGE = b"<!doctype html><title>Camera</title><p>Log in"
ANSWERS = {
    "/snapshot.jpg": (200, "image/jpeg", JPEG),
    "/login": (200, "text/html; charset=utf-8", PAGE),
    "/data": (200, "application/octet-stream", b"\1\2\3\4" * 99),
    "/closed": (401, "text/plain", b""),
    "/forbidden": (403, "text/plain", b""),
    "/gone": (404, "text/html", PAGE),
    "/broken": (503, "text/plain", b""),
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, kind, content = ANSWERS[self.path]
        self.send_response(status)
        if status == 401:
            self.send_header("WWW-Authenticate", 'Basic realm="camera"')
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the base class's name
        pass


@contextmanager
def serving(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def host() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server, serving(server):
        yield f"127.0.0.1:{server.server_port}"


WORDS = {
    "a picture": ("/snapshot.jpg", "is a single picture, not a video. Look up the address"),
    "a web page": ("/login", "is a web page, not a video. Look up the address"),
    "a password is asked for": ("/closed", "requires a user name and a password. Put them"),
    "no right": ("/forbidden", "denied access. Allow this user"),
    "not there": ("/gone", "found nothing at .* Look up the address"),
}


@pytest.mark.parametrize(("path", "words"), WORDS.values(), ids=WORDS)
def test_an_address_without_a_video_says_what_is_there(host: str, path: str, words: str) -> None:
    with pytest.raises(CameraError, match=words) as error:
        open_source(f"http://{host}{path}")
    assert not isinstance(error.value, CameraLostError), "It would be tried again and again."


def test_what_may_work_later_is_tried_again(host: str) -> None:
    with pytest.raises(CameraLostError, match="error 503"):
        open_source(f"http://{host}/broken")
    with pytest.raises(CameraLostError, match=r"cannot be played\. Its type is application/octet-stream"):
        open_source(f"http://{host}/data")


def test_a_wrong_password_is_reported_and_not_shown(host: str) -> None:
    with pytest.raises(CameraError, match="rejected the user name or password") as error:
        open_source(f"http://ann:secret@{host}/closed")
    assert "secret" not in str(error.value)
    assert not isinstance(error.value, CameraLostError), "Some cameras lock everybody out after a few tries."


class RtspHandler(socketserver.StreamRequestHandler):
    """Closed to everybody; counts nobody's passwords."""

    def handle(self) -> None:
        asked = self.rfile.readline()
        assert b"secret" not in asked
        self.wfile.write(b"RTSP/1.0 401 Unauthorized\r\nCSeq: 1\r\n\r\n")


@pytest.mark.slow
def test_rtsp_cameras_are_probed_by_rtsp() -> None:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), RtspHandler) as server, serving(server):
        host = f"127.0.0.1:{server.server_address[1]}"
        asked = stream_error(f"rtsp://{host}/live", "it")
        refused = stream_error(f"rtsp://ann:secret@{host}/live", "it")
    assert "requires a user name and a password" in str(asked)
    assert "rejected the user name or password" in str(refused)


@pytest.mark.parametrize("scheme", ["http", "https", "rtsp", "rtmp"])
def test_where_nothing_answers_the_camera_may_come_back(scheme: str) -> None:
    error = stream_error(f"{scheme}://127.0.0.1:9/x", "it")
    assert isinstance(error, CameraLostError)
    assert "There is no answer from it." in str(error)


def test_an_unknown_host_is_reported() -> None:
    error = stream_error("http://no-such-camera.invalid/x", "it")
    assert isinstance(error, CameraLostError)
    assert "The host of it was not found" in str(error)


@pytest.mark.parametrize(
    "url", ["http://host:port/", "http://[::1/", "http://host/my camera", "http://hö\x80st/"]
)
def test_an_invalid_address_is_reported_as_invalid(url: str) -> None:
    error = stream_error(url, "it")
    assert not isinstance(error, CameraLostError)
    assert "it is not a valid address" in str(error)


@pytest.mark.parametrize("url", ["http://", "rtsp:///x"])
def test_an_address_without_a_host_is_refused(url: str) -> None:
    assert isinstance(stream_error(url, "it"), CameraError)
