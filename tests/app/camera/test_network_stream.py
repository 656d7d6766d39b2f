"""Network cameras, played by real servers on this machine."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.camera.factory import open_source
from app.camera.source import CameraError
from app.storage.paths import PROJECT
from model.vision.frame import Frame
from tests.support.encoded_videos import INTERLACED, PAL, write_encoded
from tests.support.fakes import grey

PICTURES = 6
JPEG = cv2.imencode(".jpg", grey(77))[1].tobytes()
PART = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(JPEG)}\r\n\r\n".encode() + JPEG + b"\r\n"
MJPEG = "multipart/x-mixed-replace; boundary=frame", PICTURES * PART
TRANSPORT_STREAMS = [encoding for encoding in INTERLACED if encoding.name.endswith(".ts")]


@contextmanager
def on_the_air(kind: str, content: bytes) -> Iterator[str]:
    """The address of a camera that sends ``content`` and goes off the air."""

    class Camera(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the base class's name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Camera)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://me:secret@127.0.0.1:{server.server_port}/camera"
    server.shutdown()
    thread.join()
    server.server_close()


def frames_until_off_the_air(address: str) -> tuple[list[Frame], str]:
    """And what is said in the end."""
    frames: list[Frame] = []
    with open_source(address) as source:
        assert source.live
        with pytest.raises(CameraError, match="stopped sending video") as error:
            while (frame := source.read()) is not None:
                frames.append(frame)
    return frames, str(error.value)


def test_a_stream_that_works_loads_no_http_client() -> None:
    code = (
        "import sys, app.camera.network_stream\n"
        "print({'http.client', 'ssl', 'urllib.request'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=PROJECT, timeout=60
    )
    assert (done.stdout.strip(), done.stderr) == ("set()", "")


@pytest.mark.slow
def test_a_network_camera_plays_until_it_goes_off_the_air() -> None:
    with on_the_air(*MJPEG) as address:
        frames, words = frames_until_off_the_air(address)
    assert len(frames) >= PICTURES - 1
    assert [frame.index for frame in frames] == list(range(len(frames)))
    assert abs(frames[0].image.mean() - 77) < 3
    assert "secret" not in words


@pytest.mark.slow
@pytest.mark.parametrize("encoding", TRANSPORT_STREAMS, ids=lambda encoding: encoding.name)
def test_every_picture_of_an_interlaced_stream_is_the_one_that_was_sent(tmp_path: Path, encoding) -> None:
    width, height = PAL
    sent = [grey(30 + 20 * number, height, width) for number in range(8)]
    clip = write_encoded(tmp_path, encoding, sent)
    with on_the_air("video/mp2t", clip.read_bytes()) as address:
        frames, _ = frames_until_off_the_air(address)
    means = [float(frame.image.mean()) for frame in frames]
    np.testing.assert_allclose(means, [image.mean() for image in sent], atol=6)


def test_an_address_where_nothing_answers_is_refused_without_its_password() -> None:
    with pytest.raises(CameraError, match=r"rtsp://127\.0\.0\.1:9/\*\*\*\.") as error:
        open_source("rtsp://me:secret@127.0.0.1:9/x")
    assert "secret" not in str(error.value)
