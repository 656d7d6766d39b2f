"""Models are signed with the tool and installed with the command, as people do it."""

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from app.cli import main
from app.signing.__main__ import read_passphrase
from app.signing.bundle_archive import NAMES, pack_bundle, unpack_bundle
from app.signing.installation import version_name
from app.signing.keys import KeyFileError, read_private_key
from app.signing.signed_file import sign
from app.storage.model_store import SHIPPED, ModelStore
from app.storage.paths import PROJECT
from app.system.exit_codes import Exit
from model.runtime.bundle import CARD, SHIPPED_BUNDLE, BundleError


def tool(folder: Path, *arguments: str, passphrase: str = "open") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "SAMEFACE_KEY_PASSPHRASE": passphrase, "PYTHONPATH": str(PROJECT)}
    command = [sys.executable, "-m", "app.signing", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a maker's keys, and the shipped model signed by the maker."""
    folder = tmp_path_factory.mktemp("maker")
    assert tool(folder, "new-key", "private.pem", "public.pem").returncode == 0
    signed = tool(
        folder, "sign", str(SHIPPED_BUNDLE), "--key", "private.pem", "--out", "strong.sameface-model"
    )
    assert signed.returncode == 0, signed.stderr
    return folder


def models(data: Path, *arguments: object) -> int:
    return main(["models", *map(str, arguments), "--data", str(data)])


def versions(data: Path) -> list[str]:
    return [version.name for version in ModelStore(data / "models").versions()]


@pytest.mark.slow
def test_a_trusted_model_is_installed_and_used_on_request(made: Path, tmp_path: Path, capsys) -> None:
    assert models(tmp_path, "--trust", made / "public.pem") == Exit.DONE
    assert models(tmp_path, "--install", made / "strong.sameface-model") == Exit.DONE
    assert "python main.py models --use strong" in capsys.readouterr().out
    store = ModelStore(tmp_path / "models")
    assert store.current == SHIPPED
    assert models(tmp_path, "--use", "strong") == Exit.DONE
    assert store.load_current().card.digest


@pytest.mark.slow
def test_an_untrusted_model_is_not_installed(made: Path, tmp_path: Path, capsys) -> None:
    assert models(tmp_path, "--install", made / "strong.sameface-model") == Exit.COULD_NOT
    assert "which you do not trust" in capsys.readouterr().err
    assert versions(tmp_path) == [SHIPPED]


@pytest.mark.slow
def test_a_damaged_model_is_not_installed(made: Path, tmp_path: Path, capsys) -> None:
    models(tmp_path, "--trust", made / "public.pem")
    part = tmp_path / "strong.sameface-model"
    part.write_bytes((made / "strong.sameface-model").read_bytes()[:-1])
    assert models(tmp_path, "--install", part) == Exit.COULD_NOT
    assert "does not match its hash" in capsys.readouterr().err
    assert versions(tmp_path) == [SHIPPED]


@pytest.mark.slow
def test_a_signed_bundle_that_does_not_load_is_not_installed(made: Path, tmp_path: Path, capsys) -> None:
    models(tmp_path, "--trust", made / "public.pem")
    bundle = tmp_path / "edited"
    bundle.mkdir()
    unpack_bundle(pack_bundle(SHIPPED_BUNDLE), bundle)
    (bundle / CARD).write_bytes((bundle / CARD).read_bytes().replace(b'"base"', b'"bose"'))
    file = tmp_path / "edited.sameface-model"
    file.write_bytes(sign(pack_bundle(bundle), read_private_key(made / "private.pem", b"open")))
    assert models(tmp_path, "--install", file) == Exit.COULD_NOT
    assert "card.json was changed" in capsys.readouterr().err
    assert versions(tmp_path) == [SHIPPED]


@pytest.mark.slow
def test_an_installed_model_is_not_replaced(made: Path, tmp_path: Path, capsys) -> None:
    models(tmp_path, "--trust", made / "public.pem")
    models(tmp_path, "--install", made / "strong.sameface-model")
    assert models(tmp_path, "--install", made / "strong.sameface-model") == Exit.COULD_NOT
    assert "already a model 'strong'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a.sameface-model", "a"), ("../b", "b"), ("..c d.sameface-model", "c-d"), ("Zoë.zip", "Zoë.zip")],
)
def test_the_version_is_named_after_the_file(name: str, expected: str) -> None:
    assert version_name(Path(name)) == expected


def test_a_file_without_a_name_is_refused() -> None:
    with pytest.raises(BundleError):
        version_name(Path("...sameface-model"))


def test_an_archive_with_other_files_is_refused(tmp_path: Path) -> None:
    for names in ([*NAMES, "../evil"], list(NAMES)[1:]):
        file = tmp_path / "archive.zip"
        with zipfile.ZipFile(file, "w") as archive:
            for name in names:
                archive.writestr(name, b"")
        folder = tmp_path / "target"
        folder.mkdir(exist_ok=True)
        with pytest.raises(BundleError):
            unpack_bundle(file.read_bytes(), folder)
        assert not list(folder.iterdir())


def test_the_same_bundle_gives_the_same_archive() -> None:
    assert pack_bundle(SHIPPED_BUNDLE) == pack_bundle(SHIPPED_BUNDLE)


@pytest.mark.slow
def test_the_tool_refuses_a_wrong_passphrase_and_never_overwrites_a_key(made: Path) -> None:
    arguments = ["sign", str(SHIPPED_BUNDLE), "--key", "private.pem", "--out", "x"]
    wrong = tool(made, *arguments, passphrase="shut")
    assert wrong.returncode == 3
    assert "passphrase is wrong" in wrong.stderr
    again = tool(made, "new-key", "private.pem", "other.pem")
    assert again.returncode == 3
    assert not (made / "other.pem").exists()


def test_without_a_terminal_the_tool_asks_for_no_passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SAMEFACE_KEY_PASSPHRASE", raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    with pytest.raises(KeyFileError, match="set SAMEFACE_KEY_PASSPHRASE"):
        read_passphrase()


@pytest.mark.parametrize("option", ["--install", "--trust"])
def test_a_file_that_does_not_exist_is_named(option: str, tmp_path: Path, capsys) -> None:
    assert models(tmp_path, option, tmp_path / "missing") == Exit.USAGE
    assert f"There is no file {tmp_path / 'missing'}. Name a" in capsys.readouterr().err


@pytest.mark.slow
def test_a_private_key_is_not_trusted(made: Path, tmp_path: Path, capsys) -> None:
    assert models(tmp_path, "--trust", made / "private.pem") == Exit.COULD_NOT
    assert "not a public key" in capsys.readouterr().err
