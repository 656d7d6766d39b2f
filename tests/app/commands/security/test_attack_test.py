import json

import pytest

from app.cli import main
from app.commands.security.attack_test import PAGE, RESULTS
from app.system.exit_codes import Exit
from tests.support.portraits import COLLINS, write_portrait_video


@pytest.fixture
def attack_test(tmp_path, capsys, monkeypatch):
    clip = write_portrait_video(tmp_path / "me.mp4", COLLINS, 1.5)
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "one.png").write_bytes(COLLINS.path.read_bytes())
    data = ["--data", str(tmp_path / "data"), "--person", "me"]
    assert main(["enrol", "--images", str(tmp_path / "photos"), *data]) == Exit.DONE
    capsys.readouterr()

    def run(answers, *options):
        waiting = iter(answers)

        def answer(question):
            given = next(waiting, None)
            if given is None:
                raise EOFError
            return given

        monkeypatch.setattr("builtins.input", answer)
        out = tmp_path / "out"
        code = main(["attack-test", "--camera", str(clip), *data, "--out", str(out), *options])
        return code, out, capsys.readouterr()

    return run


@pytest.mark.slow
def test_a_test_makes_artefacts_and_reports_rates(attack_test):
    code, out, said = attack_test(["", "s", "", "s", *["s"] * 4], "--consent", "--tries", "2")
    assert code == Exit.DONE
    assert {path.name for path in out.iterdir()} == {"print.png", "replay.mp4", PAGE, RESULTS}
    found = json.loads((out / RESULTS).read_text())
    assert [one["species"] for one in found["presentations"]] == ["live", "flat print"]
    assert {one["species"]: one["error"]["trials"] for one in found["species"]} == {
        "live": 1,
        "flat print": 1,
    }
    assert found["liveness"] == "depth"
    assert "APCER" in said.out
    assert "Try 1 of 2" not in said.out


def test_without_consent_nothing_is_stored(attack_test):
    for answers in (["no"], []):
        code, out, said = attack_test(answers)
        assert code == Exit.USAGE
        assert not out.exists()
        assert "Nothing was stored." in said.err


@pytest.mark.slow
def test_a_test_that_is_given_up_reports_what_was_done(attack_test):
    code, out, _ = attack_test(["yes", ""], "--tries", "3")
    assert code == Exit.INTERRUPTED
    assert len(json.loads((out / RESULTS).read_text())["presentations"]) == 1


def test_a_person_without_references_cannot_be_tested(tmp_path, capsys):
    arguments = [
        "attack-test",
        "--camera",
        "demo",
        "--person",
        "nobody",
        "--data",
        str(tmp_path),
        "--consent",
    ]
    assert main(arguments) == Exit.COULD_NOT
    assert "nobody has no references" in capsys.readouterr().err
