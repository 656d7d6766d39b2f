import json
import os
import subprocess
import sys
from importlib import import_module

import pytest

from app.arguments.command_table import COMMANDS, DEFAULT, MODULES
from app.arguments.parser import build_parser
from app.cli import main
from app.storage.paths import PROJECT
from app.system.exit_codes import Exit

LEARNING_WORLD = ("tensorflow", "keras", "mtcnn", "sklearn", "matplotlib")


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(PROJECT / "main.py"), *arguments], capture_output=True, text=True, timeout=60
    )


def modules_after(code: str) -> set[str]:
    listing = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        cwd=PROJECT,
    )
    return {name.partition(".")[0] for name in listing.stdout.split()}


def test_help_lists_every_command_and_the_exit_codes():
    done = run("--help")
    assert done.returncode == 0
    commands = (
        "collect",
        "enrol",
        "verify",
        "train",
        "models",
        "evaluate",
        "score",
        "show",
        "doctor",
        "demo",
    )
    for word in (*commands, "exit codes", "not verified"):
        assert word in done.stdout


def test_every_command_has_arguments_and_a_run_function():
    for command in COMMANDS:
        assert callable(import_module(command.arguments).add_arguments), command
        assert callable(import_module(command.module).run), command
    assert DEFAULT in MODULES


@pytest.mark.parametrize("arguments", [[], ["--camera", "demo"], ["app"]])
def test_without_a_command_the_window_opens(arguments):
    assert MODULES[build_parser().parse_args(arguments).command] == "app.commands.window"


def test_the_help_of_every_command_needs_no_package_and_only_ascii():
    code = (
        "from app.cli import main\n"
        "from app.arguments.command_table import COMMANDS\n"
        "for arguments in [], *([command.name] for command in COMMANDS):\n"
        "    try:\n"
        "        main([*arguments, '--help'])\n"
        "    except SystemExit as end:\n"
        "        assert end.code == 0, arguments\n"
    )
    without_packages = [sys.executable, "-S", "-c", code]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        without_packages, cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    for command in COMMANDS:
        assert f"usage: main.py {command.name} [-h]" in done.stdout


@pytest.mark.slow
def test_verifying_a_picture_never_imports_the_learning_libraries(tmp_path):
    code = (
        "from app.cli import main\n"
        "from tests.support.portraits import COLLINS\n"
        "import shutil, pathlib\n"
        f"folder = pathlib.Path({str(tmp_path)!r})\n"
        "shutil.copy(COLLINS.path, folder)\n"
        "given = ['--references', str(folder), '--data', str(folder / 'data')]\n"
        "code = main(['verify', '--image', str(COLLINS.path), *given])\n"
        "assert code == 0, code"
    )
    modules = modules_after(code)
    assert modules.isdisjoint({*LEARNING_WORLD, "http", "ssl"})
    assert {"ai_edge_litert", "cv2"} <= modules


@pytest.mark.slow
def test_the_rooms_of_the_window_never_import_the_learning_libraries():
    code = (
        "import app.live.controller, app.commands.collect, app.commands.enrol, app.commands.train, "
        "app.presenters.train"
    )
    assert modules_after(code).isdisjoint({*LEARNING_WORLD, "kivy"})


WRONG = {
    "unknown command": ["dance"],
    "unknown option": ["verify", "--fast"],
    "count below zero": ["collect", "--anchors", "-1"],
    "threshold above one": ["verify", "--detection-threshold", "1.5"],
    "threshold that is no number": ["verify", "--verification-threshold", "high"],
    "unknown level": ["verify", "--level", "paranoid"],
    "no time at all": ["verify", "--timeout", "0"],
}


@pytest.mark.parametrize("arguments", WRONG.values(), ids=WRONG)
def test_wrong_usage_ends_with_2(arguments):
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == Exit.USAGE


def test_an_unknown_level_is_refused_with_the_known_ones(capsys):
    with pytest.raises(SystemExit):
        main(["verify", "--level", "paranoid"])
    assert "must be one of convenient, balanced, strict, not 'paranoid'" in capsys.readouterr().err


def test_help_on_verify_lists_the_levels(capsys):
    with pytest.raises(SystemExit):
        main(["verify", "--help"])
    assert "--level NAME" in (out := capsys.readouterr().out)
    assert "convenient, balanced, strict (default: balanced)" in " ".join(out.split())


def test_damaged_settings_end_with_3_and_advice(tmp_path, capsys):
    (tmp_path / "settings.json").write_text("{")
    with pytest.raises(SystemExit) as end:
        main(["models", "--data", str(tmp_path)])
    assert end.value.code == Exit.COULD_NOT
    assert "delete it to use the defaults" in capsys.readouterr().err


def test_damaged_settings_never_verify_and_are_reported_as_json(tmp_path, capsys):
    (tmp_path / "settings.json").write_text('{"camera": 5}')
    assert main(["verify", "--data", str(tmp_path), "--json"]) == Exit.COULD_NOT
    answer = json.loads(capsys.readouterr().out)
    assert (answer["verified"], answer["exit_code"]) == (False, Exit.COULD_NOT)
    assert "camera must be text in quotation marks, not a whole number" in answer["reason"]


def test_the_data_folder_can_be_given_before_or_after_the_command(tmp_path):
    before, behind = tmp_path / "before", tmp_path / "behind"
    for arguments in (["--data", before, "enrol"], ["enrol", "--data", behind]):
        assert main([*map(str, arguments), "--person", "ada"]) == Exit.COULD_NOT
    assert (before / "logs").is_dir()
    assert (behind / "logs").is_dir()
