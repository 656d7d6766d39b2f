import subprocess
import sys
from pathlib import Path

import pytest

from app.storage.paths import PROJECT
from app.system.exit_codes import Exit

BEGIN = """
import sys, threading
from pathlib import Path
from app.system.excepthook import install_excepthooks
from app.system.log_setup import configure_logging
configure_logging(Path(sys.argv[1]))
install_excepthooks()
install_excepthooks()
"""


def run(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", BEGIN + script, str(folder)]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=60)


def test_an_uncaught_exception_is_logged_and_reported_in_a_sentence(tmp_path: Path) -> None:
    done = run("def deep():\n    raise KeyError('gone')\ndeep()", tmp_path)
    assert done.returncode == Exit.COULD_NOT
    said = f"Sameface failed: KeyError('gone'). The log has the details: {tmp_path / 'sameface.log'}\n"
    assert done.stderr == said
    logged = (tmp_path / "sameface.log").read_text()
    assert "CRITICAL MainThread" in logged
    assert "in deep" in logged
    assert logged.count("KeyError: 'gone'") == 1


def test_without_a_log_file_the_terminal_shows_the_traceback(tmp_path: Path) -> None:
    (tmp_path / "logs").touch()
    done = run("raise KeyError('gone')", tmp_path / "logs")
    assert done.returncode == Exit.COULD_NOT
    assert "Traceback" in done.stderr


def test_a_thread_that_fails_is_logged_under_its_name(tmp_path: Path) -> None:
    script = "thread = threading.Thread(target=lambda: 1 / 0, name='grab')\nthread.start()\nthread.join()"
    done = run(script, tmp_path)
    assert done.returncode == 0
    logged = (tmp_path / "sameface.log").read_text()
    assert "The thread grab failed." in logged
    assert logged.count("ZeroDivisionError") == done.stderr.count("ZeroDivisionError") == 1


@pytest.mark.parametrize("script", ["raise SystemExit(2)", "sys.exit(2)"])
def test_an_exit_on_request_is_not_an_error(tmp_path: Path, script: str) -> None:
    done = run(script, tmp_path)
    assert (done.returncode, done.stderr) == (2, "")
    assert (tmp_path / "sameface.log").read_text() == ""
