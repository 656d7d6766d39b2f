"""The daemon as other programs see it: on its socket, with good and bad requests."""

import json
import os
import socket
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli import main
from app.daemon.client import ask
from app.daemon.endpoint import Endpoint, EndpointError, LoopbackEndpoint, UnixEndpoint
from app.daemon.messages import MAX_REQUEST_BYTES, Action, Request
from app.daemon.server import Daemon
from app.lockout.policy import FREE_FAILURES
from app.lockout.try_limiter import TryLimiter
from app.references.reference_store import ReferenceStore
from app.storage.file_lock import BusyError
from app.storage.outside_copy import state_folder
from app.storage.paths import Paths
from app.storage.settings import change_settings
from app.system.exit_codes import Exit
from model.vision.alignment import align
from model.vision.image_file import read_image_file
from model.vision.mtcnn import MtcnnFinder
from tests.support.portraits import COLLINS, write_portrait_video

ENDPOINTS = [
    pytest.param(UnixEndpoint, marks=pytest.mark.skipif(os.name == "nt", reason="no Unix sockets")),
    LoopbackEndpoint,
]


@pytest.fixture(scope="module")
def paths(tmp_path_factory) -> Paths:
    """A data folder with one person, whose camera is a recording of her."""
    folder = tmp_path_factory.mktemp("daemon")
    write_portrait_video(folder / "eileen.avi", COLLINS, seconds=1)
    portrait = read_image_file(COLLINS.path)
    crop = align(portrait, MtcnnFinder().find(portrait)[0].landmarks)
    paths = Paths(folder / "data")
    ReferenceStore(paths.people).enrol("eileen", [crop])
    change_settings(paths.settings, camera=str(folder / "eileen.avi"), person="eileen")
    return paths


@pytest.fixture(scope="module", params=ENDPOINTS)
def endpoint(request, paths) -> Iterator[Endpoint]:
    """Of a daemon that runs in this process."""
    endpoint: Endpoint = request.param(paths.root)
    daemon, ready = Daemon(paths, endpoint), threading.Event()
    server = threading.Thread(target=daemon.serve, args=(ready,))
    server.start()
    assert ready.wait(60)
    yield endpoint
    daemon.stop()
    server.join(60)
    assert not server.is_alive()


def say(endpoint: Endpoint, content: bytes) -> list[dict]:
    """The answer to any bytes."""
    with endpoint.connect() as connection:
        connection.settimeout(30)
        connection.sendall(content)
        with connection.makefile("rb") as lines:
            return [json.loads(line) for line in lines]


def verify(endpoint: Endpoint, person: str | None = None) -> dict:
    return list(ask(endpoint, Request(Action.VERIFY, person)))[-1]


def test_the_person_at_the_camera_is_verified_and_others_are_not(endpoint) -> None:
    assert verify(endpoint)["verified"] is True
    answer = verify(endpoint, "nobody")
    assert (answer["verified"], answer["exit_code"]) == (False, Exit.COULD_NOT)
    assert "no references" in answer["reason"]


def test_a_request_for_an_impossible_name_is_answered(endpoint) -> None:
    assert verify(endpoint, "../eileen")["exit_code"] == Exit.USAGE


def test_the_lockout_counts_here_too(endpoint, paths) -> None:
    limiter = TryLimiter(paths.root)
    for _ in range(FREE_FAILURES):
        limiter.begin("eileen")
    assert "Try again in" in verify(endpoint)["reason"]
    limiter.unlock("eileen")
    assert verify(endpoint)["verified"] is True


def test_it_says_how_it_is(endpoint) -> None:
    (status,) = ask(endpoint, Request(Action.STATUS))
    assert (status["event"], status["process"]) == ("status", os.getpid())


@pytest.mark.parametrize(
    "content",
    [
        b"hello\n",
        b"{}\n",
        b'{"action":"format the disk"}\n',
        b'{"action":"verify","references":"/tmp"}\n',
        b'{"action":"verify","timeout_s":1e9}\n',
        b"x" * (MAX_REQUEST_BYTES + 1),
        b"\xff\xfe\n",
    ],
)
def test_bad_requests_are_refused_and_the_next_one_is_answered(endpoint, content) -> None:
    (answer,) = say(endpoint, content)
    assert (answer["event"], answer["verified"]) == ("ended", False)
    assert list(ask(endpoint, Request(Action.STATUS)))


def test_a_client_that_goes_at_once_harms_nothing(endpoint) -> None:
    endpoint.connect().close()
    with endpoint.connect() as connection:
        connection.sendall(json.dumps({"action": "verify", "token": endpoint.token()}).encode() + b"\n")
    assert list(ask(endpoint, Request(Action.STATUS)))


def test_a_failure_in_a_request_is_answered_and_the_next_one_is_served(endpoint, monkeypatch) -> None:
    def fail(*_: object) -> None:
        raise LookupError("nobody expects this")

    with monkeypatch.context() as patch:
        patch.setattr("app.daemon.server.load_settings", fail)
        answer = verify(endpoint)
    assert (answer["verified"], "nobody expects this" in answer["reason"]) == (False, True)
    assert verify(endpoint)["verified"] is True


def test_a_second_daemon_for_the_same_folder_is_refused(endpoint, paths) -> None:
    with pytest.raises(BusyError, match="already running"):
        Daemon(paths, endpoint).serve()


def test_only_the_owner_can_reach_it(endpoint, paths) -> None:
    files = [
        path for path in state_folder(paths.root).iterdir() if path.name in ("daemon.sock", "daemon.port")
    ]
    assert files
    if os.name != "nt":
        assert [stat.S_IMODE(path.stat().st_mode) & 0o077 for path in files] == [0] * len(files)


def test_a_wrong_token_is_refused(endpoint) -> None:
    if isinstance(endpoint, UnixEndpoint):
        pytest.skip("the system checks who connects")
    (answer,) = say(endpoint, b'{"action":"verify","token":"guessed"}\n')
    assert (answer["verified"], "token" in answer["reason"]) == (False, True)


@pytest.mark.skipif(not hasattr(socket, "SO_PEERCRED"), reason="only Linux tells who connects")
def test_another_user_gets_no_answer(endpoint, monkeypatch) -> None:
    if isinstance(endpoint, LoopbackEndpoint):
        pytest.skip("the token decides")
    monkeypatch.setattr("app.daemon.server.ANSWERED_USERS", frozenset({-1}))
    try:
        answers = say(endpoint, b'{"action":"status"}\n')
    except ConnectionError:  # it may hang up before it has read the request
        answers = []
    assert answers == []


def test_without_a_daemon_the_next_step_is_named(tmp_path, capsys) -> None:
    for endpoint in (UnixEndpoint(tmp_path), LoopbackEndpoint(tmp_path)):
        with pytest.raises(EndpointError, match="daemon start"):
            endpoint.connect()
    assert main(["daemon", "verify", "--data", str(tmp_path)]) == Exit.COULD_NOT
    assert "daemon start" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="no Unix sockets")
def test_a_socket_that_a_killed_daemon_left_is_replaced(tmp_path) -> None:
    endpoint = UnixEndpoint(tmp_path)
    endpoint.listen().close()
    with pytest.raises(EndpointError):
        endpoint.connect()
    endpoint.listen().close()
    endpoint.close()


@pytest.mark.skipif(os.name == "nt", reason="no Unix sockets")
def test_a_path_that_is_too_long_for_a_socket_is_refused(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("SAMEFACE_STATE", str(tmp_path / ("x" * 100)))
    with pytest.raises(EndpointError, match="SAMEFACE_STATE"):
        UnixEndpoint(Path("data")).listen()


class TestCommand:
    """The client in the terminal. It is as short-lived as a PAM module."""

    @pytest.fixture(autouse=True)
    def endpoint_of_command(self, endpoint, monkeypatch) -> None:
        monkeypatch.setattr("app.commands.security.daemon.endpoint_of", lambda _: endpoint)

    @pytest.fixture
    def run(self, paths, capsys):
        def go(*arguments: str) -> tuple[int, str]:
            code = main(["daemon", *arguments, "--data", str(paths.root)])
            return code, capsys.readouterr().out

        return go

    def test_it_ends_with_the_daemons_exit_code(self, run) -> None:
        assert run("verify") == (Exit.VERIFIED, "verified: enough references match\n")
        assert run("verify", "--person", "nobody")[0] == Exit.COULD_NOT
        assert run("status")[0] == Exit.DONE

    @pytest.mark.parametrize(
        ("action", "words"),
        [("status", "The daemon has been running for 3 s"), ("stop", "The daemon stops.")],
    )
    def test_it_says_what_happens(self, run, monkeypatch, action, words) -> None:
        status = {"event": "status", "process": 9, "seconds": 3, "requests": 0}
        monkeypatch.setattr("app.commands.security.daemon.ask", lambda *_: iter([status]))
        code, said = run(action)
        assert (code, said.startswith(words)) == (Exit.DONE, True)

    @pytest.mark.parametrize(
        "answer",
        [
            [],
            [{"event": "started"}],
            [{"event": "ended", "verified": "yes", "exit_code": 0}],
            [{"event": "ended", "verified": 1, "exit_code": 0}],
            [{"event": "frame", "verified": True}],
        ],
    )
    def test_anything_but_a_clear_answer_is_not_verified(self, run, monkeypatch, answer) -> None:
        monkeypatch.setattr("app.commands.security.daemon.ask", lambda *_: iter(answer))
        assert run("verify")[0] == Exit.COULD_NOT
