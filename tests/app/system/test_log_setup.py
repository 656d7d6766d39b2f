import logging
from pathlib import Path

import numpy as np
import pytest

from app.cli import main
from app.system import log_setup
from app.system.log_setup import LogLevel, configure_logging, log_file, log_hint

pytestmark = pytest.mark.usefixtures("restored_root_logger")


def test_it_is_written_to_one_file_that_the_messages_name(tmp_path: Path) -> None:
    configure_logging(tmp_path / "logs")
    logging.getLogger("app.live.engine").info("The camera %s is open.", 0)
    assert log_file() == tmp_path / "logs" / "sameface.log"
    assert log_hint() == f"The log has the details: {log_file()}"
    line = log_file().read_text()
    assert line.endswith(" INFO MainThread app.live.engine: The camera 0 is open.\n")


def test_the_second_place_takes_over_from_the_first(tmp_path: Path) -> None:
    configure_logging(tmp_path / "first")
    configure_logging(tmp_path / "second")
    logging.getLogger("app").warning("hello")
    assert (tmp_path / "first" / "sameface.log").read_text() == ""
    assert (tmp_path / "second" / "sameface.log").read_text().count("hello") == 1


def test_a_full_file_makes_room_and_old_ones_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_setup, "LOG_BYTES", 1000)
    configure_logging(tmp_path)
    for number in range(100):
        logging.getLogger("app").info("line %d of many", number)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["sameface.log", "sameface.log.1", "sameface.log.2"]
    assert all(path.stat().st_size <= 1000 for path in tmp_path.iterdir())
    assert "line 99 of many" in (tmp_path / "sameface.log").read_text()


def test_a_file_that_cannot_make_room_is_written_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(log_setup, "LOG_BYTES", 100)
    (tmp_path / "sameface.log.1").mkdir()
    (tmp_path / "sameface.log.1" / "in the way").touch()
    (tmp_path / "sameface.log.2").mkdir()
    (tmp_path / "sameface.log.2" / "in the way").touch()
    configure_logging(tmp_path)
    for number in range(5):
        logging.getLogger("app").info("line %d", number)
    assert "line 4" in (tmp_path / "sameface.log").read_text()
    assert capsys.readouterr().err == ""


LEVELS = {"debug": 4, "info": 3, "warning": 2, "error": 1}


@pytest.mark.parametrize(("level", "lines"), LEVELS.items())
def test_the_level_decides_which_records_are_logged(tmp_path: Path, level: str, lines: int) -> None:
    configure_logging(tmp_path, LogLevel(level))
    for number in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR):
        logging.getLogger("app").log(number, "hello")
    assert (tmp_path / "sameface.log").read_text().count("hello") == lines


def test_the_level_is_chosen_on_the_command_line(tmp_path: Path) -> None:
    assert main(["--data", str(tmp_path), "models", "--log-level", "warning"]) == 0
    assert logging.getLogger().level == logging.WARNING
    assert log_file() == tmp_path / "logs" / "sameface.log"


def test_where_no_file_can_be_written_warnings_go_to_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "logs").write_text("a file where a folder is needed")
    configure_logging(tmp_path / "logs")
    logging.getLogger("app").info("quiet")
    logging.getLogger("app").warning("loud")
    assert log_file() is None
    assert log_hint() == ""
    assert capsys.readouterr().err.count("loud") == 1


def test_no_embedding_reaches_the_file(tmp_path: Path) -> None:
    configure_logging(tmp_path)
    logging.getLogger("app").info("embedded %s", np.linspace(0, 1, 128))
    assert "embedded <numbers withheld>" in (tmp_path / "sameface.log").read_text()
