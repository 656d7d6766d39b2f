import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from model.terminal.standard_streams import OutputError, write_answer

PROJECT = Path(__file__).parents[3]
PROGRAM = """
import sys
from model.terminal.standard_streams import OutputError, prepare_standard_streams, write_answer, write_json
prepare_standard_streams()
try:
    {}
except OutputError as error:
    print(error, file=sys.stderr)
    raise SystemExit(3)
"""
UNBUFFERED = pytest.mark.parametrize("unbuffered", ["", "1"])
needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
needs_shell = pytest.mark.skipif(os.name == "nt", reason="closes descriptors in a POSIX shell")


def run(statement: str, **more: object) -> subprocess.CompletedProcess[bytes]:
    given = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "cwd": PROJECT, "timeout": 60, **more}
    variables = given.pop("variables", {})
    return subprocess.run(
        [sys.executable, "-c", PROGRAM.format(statement)], env={**os.environ, **variables}, **given
    )


def run_in_shell(statement: str, ending: str) -> subprocess.CompletedProcess[bytes]:
    command = f'"$0" -c "$1" {ending}'
    arguments = ["sh", "-c", command, sys.executable, PROGRAM.format(statement)]
    return subprocess.run(arguments, capture_output=True, cwd=PROJECT, timeout=60)


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [("cp1252", b"\\u674e \xe9"), ("cp932", b"\x97\x9b \\xe9"), ("ascii", b"\\u674e \\xe9")],
)
def test_characters_outside_the_encoding_are_escaped(encoding, shown):
    done = run("write_answer('\u674e \xe9')", variables={"PYTHONIOENCODING": encoding})
    assert (done.returncode, done.stdout.rstrip(), done.stderr) == (0, shown, b"")


@pytest.mark.parametrize("encoding", ["cp1252", "cp932", "ascii", "utf-16"])
def test_json_is_utf_8_in_any_terminal(encoding):
    done = run("""write_json('{"name":"\u674e \xe9"}')""", variables={"PYTHONIOENCODING": encoding})
    assert (done.returncode, json.loads(done.stdout.decode("utf-8"))) == (0, {"name": "\u674e \xe9"})


@needs_full
@UNBUFFERED
def test_writing_to_a_full_disk_is_an_error(unbuffered):
    with Path("/dev/full").open("w") as full:
        done = run("write_answer('yes')", stdout=full, variables={"PYTHONUNBUFFERED": unbuffered})
    assert done.returncode == 3
    assert b"standard output: No space left on device. What the command did is kept" in done.stderr
    assert done.stderr.count(b"\n") == 1


@UNBUFFERED
def test_writing_to_a_closed_pipe_is_an_error(unbuffered):
    reading, writing = os.pipe()
    os.close(reading)
    done = run("write_answer('yes')", stdout=writing, variables={"PYTHONUNBUFFERED": unbuffered})
    os.close(writing)
    assert done.returncode == 3
    assert done.stderr.startswith(b"The answer could not be written to standard output: ")
    assert done.stderr.count(b"\n") == 1


@needs_shell
def test_writing_to_a_closed_stdout_is_an_error_and_reaches_no_other_file(tmp_path):
    opening = (
        f"file = open({str(tmp_path / 'log')!r}, 'w'); import os; os.write(1, b'stray'); write_answer('yes')"
    )
    done = run_in_shell(opening, ">&-")
    assert (done.returncode, done.stderr.count(b"it is closed")) == (3, 1)
    assert (tmp_path / "log").read_bytes() == b""


@needs_shell
@pytest.mark.parametrize("ending", ["2>&-", pytest.param("2>/dev/full", marks=needs_full)])
@pytest.mark.parametrize("unbuffered", ["", "PYTHONUNBUFFERED=1 "])
def test_a_broken_stderr_does_not_matter(ending, unbuffered):
    statement = "print('a warning', file=sys.stderr); write_answer('yes')"
    command = f'{unbuffered}"$0" -c "$1" {ending}'
    arguments = ["sh", "-c", command, sys.executable, PROGRAM.format(statement)]
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    done = subprocess.run(arguments, capture_output=True, cwd=PROJECT, timeout=60, env=variables)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"yes\n", b"")


def test_without_stdout_writing_is_an_error(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(OutputError, match="it is closed"):
        write_answer("yes")
