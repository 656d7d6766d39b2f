from pathlib import Path

import pytest

from app.doctor.finding import Status
from app.doctor.settings import check_settings
from app.storage.settings import change_settings


def test_none_are_as_they_come(tmp_path: Path) -> None:
    assert check_settings(tmp_path / "settings.json").status is Status.OK


def test_neither_person_nor_camera_is_named(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    change_settings(file, person="ada", camera="rtsp://ada:secret@house", detection_threshold=0.9)
    found = check_settings(file)
    assert (found.status, found.sentence) == (Status.OK, "Changed; your own threshold is in force.")


@pytest.mark.parametrize("content", ["{", '{"level": "paranoid"}', '{"timeout_s": -1}'])
def test_damaged_ones_are_a_failure_with_the_reason(tmp_path: Path, content: str) -> None:
    (tmp_path / "settings.json").write_text(content)
    found = check_settings(tmp_path / "settings.json")
    assert found.status is Status.FAILED
    assert found.sentence.startswith("settings.json cannot be read: ")
    assert "delete it" in found.next_step
