import ast
import subprocess
import sys
from pathlib import Path

import pytest

from app.packaging.shipped_files import shipped_files
from app.storage.paths import PROJECT, default_folder
from model.installation import commands, kind
from model.installation.commands import REQUIREMENTS, install_command, program_command, typed
from model.installation.kind import Installation, installation
from model.installation.version import VERSION


def install_as(monkeypatch: pytest.MonkeyPatch, installed: Installation, root: Path) -> None:
    monkeypatch.setattr(kind, "ROOT", root)
    if installed is Installation.FOLDER:
        monkeypatch.setattr(sys, "frozen", True, raising=False)


def test_a_checkout_has_main_py(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert installation() is Installation.CHECKOUT
    monkeypatch.setattr(kind, "ROOT", tmp_path)
    assert installation() is Installation.PACKAGE
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert installation() is Installation.FOLDER


def test_the_command_of_a_checkout_runs_from_any_folder(tmp_path: Path) -> None:
    command = program_command("--version")
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.stdout == f"Sameface {VERSION}\n"
    assert typed("doctor") == "python main.py doctor"


@pytest.mark.parametrize("installed", [Installation.PACKAGE, Installation.FOLDER])
def test_elsewhere_the_command_is_sameface(
    installed: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install_as(monkeypatch, installed, tmp_path)
    assert typed("doctor") == "sameface doctor"
    assert install_command("train") == 'pip install "sameface[train]"'


def test_a_program_without_python_starts_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install_as(monkeypatch, Installation.FOLDER, tmp_path)
    assert program_command("train") == [sys.executable, "train"]


def test_a_package_is_started_as_a_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install_as(monkeypatch, Installation.PACKAGE, tmp_path)
    monkeypatch.setattr(commands, "PACKAGE_PREFIX", "sameface.")
    assert program_command("train") == [sys.executable, "-m", "sameface", "train"]


def test_a_checkout_installs_requirements_files_that_exist() -> None:
    assert install_command() == "pip install -r requirements-live.txt"
    assert all((PROJECT / file).is_file() for file in REQUIREMENTS.values())


def test_a_checkout_keeps_its_data_beside_it_and_the_others_where_the_system_wants_it() -> None:
    assert default_folder(Installation.CHECKOUT) == PROJECT / "application_data"
    installed = default_folder(Installation.PACKAGE)
    assert installed == default_folder(Installation.FOLDER)
    assert installed.is_absolute()
    assert PROJECT not in installed.parents


def sentences(source: str) -> str:
    """The strings of a module that are no docstrings."""
    nodes = list(ast.walk(ast.parse(source)))
    docstrings = [node.value for node in nodes if isinstance(node, ast.Expr)]
    strings = [node for node in nodes if isinstance(node, ast.Constant) and node not in docstrings]
    return " ".join(node.value for node in strings if isinstance(node.value, str))


def test_messages_leave_the_name_of_the_program_to_this_module() -> None:
    name = "python main.py"
    files = [path for path in shipped_files(PROJECT) if path.suffix == ".py"]
    sources = {path: path.read_text(encoding="utf-8") for path in files}
    writers = [path for path, source in sources.items() if name in source and name in sentences(source)]
    assert writers == [Path(commands.__file__)]
