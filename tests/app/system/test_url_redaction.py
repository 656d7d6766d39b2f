import pytest

from app.cli import main
from app.system.exit_codes import Exit, fail
from app.system.url_redaction import redact_camera, redact_urls

WITH_SECRETS = {
    "a login": ("rtsp://ann:secret@door:554/1", "rtsp://door:554/***"),
    "a login with an @": ("rtsp://ann:sec@ret@door/1", "rtsp://door/***"),
    "a login without a password": ("http://secret@door", "http://door"),
    "a password with a slash": ("rtsp://ann:sec/ret@door/1", "rtsp://***"),
    "a password that looks like a port": ("rtsp://ann:12/secret@door/1", "rtsp://***"),
    "a password with a question mark": ("rtsp://ann:secret?x@door/1", "rtsp://***"),
    "a password with a space": ("rtsp://ann:my secret@door/1", "rtsp://door/***"),
    "a percent-encoded login": ("rtsp://ann%3Asecret%40door/1", "rtsp://***"),
    "an encoded address": ("rtsp%3A%2F%2Fann%3Asecret%40door", "***"),
    "a query": ("http://door/cgi?user=admin&pwd=secret", "http://door/***"),
    "a bare token": ("http://door?secret", "http://door/***"),
    "a fragment": ("http://door/#token=secret", "http://door/***"),
    "an encoded query": ("http://door/video%3Fpwd%3Dsecret", "http://door/***"),
    "an address within an address": ("http://door/?from=rtsp://ann:secret@yard", "http://***"),
    "a path with a password": ("rtsp://10.0.0.5/user=admin_password=secret_channel=1", "rtsp://10.0.0.5/***"),
    "a path that is a token": ("rtsps://10.0.0.1:7441/secretAbCdEf123", "rtsps://10.0.0.1:7441/***"),
    "IPv6": ("rtsp://ann:secret@[fe80::1]:554/1", "rtsp://[fe80::1]:554/***"),
    "capitals": ("RTSP://ann:secret@door/1", "RTSP://door/***"),
    "an unknown scheme": ("rtmp://ann:secret@door/1", "rtmp://door/***"),
    "no scheme": ("ann:secret@door/1", "***"),
    "no scheme but a query": ("door/cgi?user=admin&pwd=secret", "door/cgi***"),
    "one slash": ("rtsp:/ann:secret@door", "rtsp:/***"),
    "backslashes": ("rtsp:\\\\ann:secret@door\\1", "rtsp:\\\\door/***"),
}


@pytest.mark.parametrize(("camera", "shown"), WITH_SECRETS.values(), ids=WITH_SECRETS)
def test_of_an_address_no_more_than_the_host_is_shown(camera: str, shown: str) -> None:
    assert redact_camera(camera) == shown


@pytest.mark.parametrize(
    "camera",
    ["0", "demo:grace", "clips/a b #2.mp4", "C:\\Users\\me@home\\clip.mp4", "/home/me@work/x", "http://door"],
)
def test_text_without_a_secret_is_unchanged(camera: str) -> None:
    assert redact_camera(camera) == camera


ONE_WORD = {name: camera for name, (camera, _) in WITH_SECRETS.items() if " " not in camera}


@pytest.mark.parametrize("camera", ONE_WORD.values(), ids=ONE_WORD)
def test_an_address_in_a_sentence_is_redacted_and_the_sentence_stays(camera: str) -> None:
    shown = redact_urls(f"It came from {camera!r}. Accepted: http://, rtsp://, or demo.")
    assert "secret" not in shown
    assert shown.startswith("It came from ")
    assert shown.endswith(". Accepted: http://, rtsp://, or demo.")


def test_complaints_are_redacted(capsys):
    fail("No video from http://door/?pwd=secret.", Exit.COULD_NOT)
    assert capsys.readouterr().err == "No video from http://door/***.\n"


ANYWHERE = {
    "in the place of a number": ["verify", "--timeout", "rtsp://ann:secret@door"],
    "as an unknown option": ["verify", "--url=http://door/?pwd=secret"],
    "as a verb": ["rtsp://ann:secret@door/1"],
}


@pytest.mark.parametrize("arguments", ANYWHERE.values(), ids=ANYWHERE)
def test_an_address_in_the_wrong_place_is_not_shown_either(arguments, capsys):
    with pytest.raises(SystemExit):
        main(arguments)
    assert "secret" not in capsys.readouterr().err


NOT_CAMERAS = {
    name: camera for name, camera in ONE_WORD.items() if not camera.lower().startswith(("http", "rtsp:/"))
}


@pytest.mark.parametrize("camera", NOT_CAMERAS.values(), ids=NOT_CAMERAS)
def test_neither_answer_nor_log_shows_the_secret_of_what_cannot_be_opened(camera, tmp_path, capsys):
    from tests.support.portraits import COLLINS

    given = ["--references", str(COLLINS.path.parent), "--data", str(tmp_path), "--json"]
    assert main(["verify", "--camera", camera, *given]) == Exit.COULD_NOT
    said = capsys.readouterr()
    assert "secret" not in said.out + said.err + (tmp_path / "logs" / "sameface.log").read_text()
