import errno
from pathlib import Path

import pytest

from app.system.exit_codes import Exit, fail
from model.storage.os_errors import describe_os_error


def test_a_system_error_becomes_a_sentence_without_its_number(tmp_path: Path, capsys) -> None:
    with pytest.raises(OSError) as raised:
        (tmp_path / "gone").read_bytes()
    fail(raised.value, Exit.COULD_NOT)
    said = capsys.readouterr().err
    assert said.startswith(f"{tmp_path / 'gone'} cannot be used: No such file or directory. Check ")
    assert "Errno" not in said


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            OSError(errno.ENOSPC, "No space left on device"),
            "The system refused: No space left",
        ),
        (OSError("There is no camera. Plug one in."), "There is no camera. Plug one in."),
        (ValueError("5 is too much."), "5 is too much."),
    ],
)
def test_errors_that_are_sentences_stay(error: Exception, words: str) -> None:
    assert describe_os_error(error).startswith(words)
