"""How commands end: what a user reads, in which encoding, and with which exit code."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.cli import main
from app.storage.paths import PROJECT
from app.system.exit_codes import Exit
from tests.support.portraits import COLLINS

NAME = "李 é"
Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def go(*arguments: object, encoding: str = "utf-8", stdout: object = subprocess.PIPE):
        return subprocess.run(
            [sys.executable, str(PROJECT / "main.py"), *map(str, arguments)],
            stdout=stdout,
            stderr=subprocess.PIPE,
            timeout=120,
            env={**os.environ, "PYTHONIOENCODING": encoding, "SAMEFACE_HOME": str(tmp_path / "data")},
        )

    return go


@pytest.fixture
def photographs(tmp_path: Path) -> Path:
    folder = tmp_path / NAME
    folder.mkdir()
    shutil.copy(COLLINS.path, folder)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["cp1252", "cp932", "ascii"])
def test_a_name_that_the_terminal_cannot_show_can_be_enrolled(run, photographs, encoding) -> None:
    done = run("enrol", "--person", NAME, "--images", photographs, encoding=encoding)
    assert (done.returncode, done.stderr) == (Exit.DONE, b"")
    assert b"enrolled for " in done.stdout
    answer = run("verify", "--person", NAME, "--image", photographs / "no.jpg", "--json", encoding=encoding)
    assert "no.jpg" in json.loads(answer.stdout.decode("utf-8"))["reason"]
    assert NAME in answer.stdout.decode("utf-8")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="file names are Unicode on this system")
def test_json_names_a_file_whose_name_is_not_utf_8(run, photographs) -> None:
    odd = photographs / os.fsdecode(b"caf\xe9.jpg")
    odd.write_bytes(b"no picture")
    done = run("verify", "--image", odd, "--references", photographs, "--json")
    assert (done.returncode, "caf\\udce9.jpg" in json.loads(done.stdout)["reason"]) == (Exit.USAGE, True)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
@pytest.mark.parametrize(
    "arguments", [["--help"], ["models"], ["doctor", "--json"], ["verify", "--image", "x.jpg"]]
)
def test_an_answer_that_cannot_be_written_is_an_error_in_one_sentence(run, arguments) -> None:
    with Path("/dev/full").open("wb") as full:
        done = run(*arguments, stdout=full)
    assert done.returncode == Exit.COULD_NOT
    assert done.stderr.startswith(
        b"The answer could not be written to standard output: No space left on device."
    )
    assert done.stderr.count(b"\n") == 1


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_an_enrolment_whose_answer_cannot_be_written_is_kept(run, photographs, tmp_path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = run("enrol", "--person", "ada", "--images", photographs, stdout=full)
    assert done.returncode == Exit.COULD_NOT
    assert b"What the command did is kept" in done.stderr
    assert len(list((tmp_path / "data" / "people" / "ada" / "verification_images").glob("*.template"))) == 1


LFW_COMMANDS = (
    ["train"],
    ["evaluate"],
    ["evaluate", "--protocol", "view2"],
    ["show", "embeddings"],
    ["show", "pairs"],
)
LFW_FOLDERS = {"missing": "There is no folder", "flat": "not sorted by person", "lfw.tgz": "unpack it first"}


@pytest.mark.parametrize("command", LFW_COMMANDS, ids=" ".join)
@pytest.mark.parametrize(("folder", "words"), LFW_FOLDERS.items())
def test_a_folder_that_is_not_lfw_ends_alike_in_every_command(
    tmp_path, capsys, command, folder, words
) -> None:
    (tmp_path / "flat" / "lfw_funneled" / "negative").mkdir(parents=True)
    shutil.copy(COLLINS.path, tmp_path / "flat" / "lfw_funneled" / "negative" / "Eileen_Collins_0001.jpg")
    (tmp_path / "lfw.tgz").touch()
    given = ["--lfw", str(tmp_path / folder), "--data", str(tmp_path / "data")]
    assert main([*command, *given]) == Exit.USAGE
    said = capsys.readouterr()
    assert words in said.err
    assert "Name the folder that holds lfw_funneled" in said.err


PATH_OPTIONS = {
    "data": ["models", "--data=~/data"],
    "images": ["enrol", "--images=~/none"],
    "image": ["verify", "--image=~/none", "--references=~/photos", "--json"],
    "references": ["verify", "--image=~/photos/collins.jpg", "--references=~/none", "--json"],
    "camera": ["verify", "--camera=~/photos/collins.jpg", "--references=~/photos", "--json"],
    "lfw": ["train", "--lfw=~/none"],
    "pairs": ["score", "--pairs=~/none", "--out=scores.csv"],
    "out": ["score", "--pairs=~/pairs.csv", "--out=~/none/scores.csv"],
    "people": ["evaluate", "--people=~/none"],
    "bundle": ["evaluate", "--people=~/none", "--bundle=~/none"],
    "anchor": ["show", "pairs", "--anchor=~/none"],
    "figures": ["benchmark", "--json=~/none/figures.json"],
}


@pytest.mark.parametrize("arguments", PATH_OPTIONS.values(), ids=PATH_OPTIONS)
def test_every_path_option_expands_the_home_folder(monkeypatch, tmp_path, capsys, arguments) -> None:
    for variable in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(variable, str(tmp_path))
    monkeypatch.setenv("SAMEFACE_HOME", "~/data")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "photos").mkdir()
    shutil.copy(COLLINS.path, tmp_path / "photos" / "collins.jpg")
    (tmp_path / "pairs.csv").write_text("left,right\n")
    main(arguments)
    said = capsys.readouterr()
    assert str(tmp_path) in said.out + said.err or arguments[0] == "models"
    assert (tmp_path / "data" / "logs").is_dir()
    assert not (tmp_path / "~").exists()


UNREADABLE_MODELS = {
    "a file for the folder": lambda data: (data / "models").touch(),
    "a folder for the pointer": lambda data: (data / "models" / "current").mkdir(parents=True),
    "a model that is gone": lambda data: _write(data / "models" / "current", "gone"),
    "an empty model": lambda data: _write(
        data / "models" / "gone" / "x", "", data / "models" / "current", "gone"
    ),
}


def _write(*places_and_contents) -> None:
    for place, content in zip(places_and_contents[::2], places_and_contents[1::2], strict=True):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(content)


@pytest.mark.parametrize("spoil", UNREADABLE_MODELS.values(), ids=UNREADABLE_MODELS)
@pytest.mark.parametrize(
    "command", [["verify", "--json"], ["score", "--pairs=p.csv", "--out=o.csv"]], ids=str
)
def test_system_errors_are_shown_as_sentences(tmp_path, monkeypatch, capsys, spoil, command) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "p.csv").write_text("left,right\n")
    spoil(tmp_path / "data")
    assert main([*command, "--data", str(tmp_path / "data")]) == Exit.COULD_NOT
    said = capsys.readouterr()
    assert "Errno" not in said.out + said.err
    assert re.search("hoose another|Use the shipped one", said.out + said.err)
