"""Commands that run after a verification."""

import os
import shlex
import sys

import pytest

from app.presenters.verification_answer import VerificationAnswer
from app.storage.paths import Paths
from app.storage.settings import Settings
from app.vault.vault import KEYS_VARIABLE
from app.verifier.hooks import HookListener, Hooks
from app.verifier.request import VerifyRequest

VERIFIED = VerificationAnswer(verified=True, reason="enough references match", exit_code=0)
REFUSED = VerificationAnswer(verified=False, reason="too few references match", exit_code=1)
WRITE_ENVIRONMENT = (
    "import os, json, pathlib; pathlib.Path('environment.json').write_text(json.dumps(dict(os.environ)))"
)


@pytest.fixture
def request_for_ada(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return VerifyRequest(Paths(tmp_path), Settings(person="ada"))


def touch(name: str) -> str:
    return shlex.join([sys.executable, "-c", f"open({name!r}, 'w')"])


def created(tmp_path) -> set[str]:
    return {path.name for path in tmp_path.iterdir()}


@pytest.mark.skipif(os.name == "nt", reason="quotes as POSIX shells do")
class TestHooks:
    def test_success_failure_and_leaving_have_their_commands(self, request_for_ada, tmp_path) -> None:
        hooks = HookListener(Hooks(touch("success"), touch("failure"), touch("left")))
        hooks.ended(request_for_ada, VERIFIED)
        assert created(tmp_path) == {"success"}
        hooks.ended(request_for_ada, REFUSED)
        hooks.left(request_for_ada)
        assert created(tmp_path) == {"success", "failure", "left"}

    def test_a_command_reads_who_and_why_and_no_secrets(self, request_for_ada, tmp_path, monkeypatch) -> None:
        monkeypatch.setenv(KEYS_VARIABLE, "k3y5")
        write = shlex.join([sys.executable, "-c", WRITE_ENVIRONMENT])
        HookListener(Hooks(on_failure=write)).ended(request_for_ada, REFUSED)
        written = (tmp_path / "environment.json").read_text()
        assert '"SAMEFACE_PERSON": "ada"' in written
        assert '"SAMEFACE_REASON": "too few references match"' in written
        assert "k3y5" not in written

    def test_no_shell_interprets_the_command(self, request_for_ada, tmp_path) -> None:
        HookListener(Hooks(on_success=f"{touch('one')}; {touch('two')}")).ended(request_for_ada, VERIFIED)
        assert "two" not in created(tmp_path)

    @pytest.mark.parametrize(
        ("command", "words"),
        [
            ("no-such-program --now", "could not be run"),
            ("'unfinished", "could not be run"),
            (shlex.join([sys.executable, "-c", "raise SystemExit(7)"]), "ended with code 7"),
        ],
    )
    def test_a_command_that_fails_is_reported(self, request_for_ada, capsys, command, words) -> None:
        HookListener(Hooks(on_success=command)).ended(request_for_ada, VERIFIED)
        assert words in capsys.readouterr().err
