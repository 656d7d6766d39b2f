import os

import pytest

from app.settings import Settings, SettingsError, load_settings, save_settings
from model.verification.levels import Level


def test_without_a_file_the_defaults_hold(tmp_path):
    assert load_settings(tmp_path / "settings.json") == Settings()


def test_what_is_saved_is_loaded(tmp_path):
    settings = Settings(camera="demo", person="Zoë", detection_threshold=0.75, level=Level.STRICT)
    save_settings(tmp_path / "new" / "settings.json", settings)
    assert load_settings(tmp_path / "new" / "settings.json") == settings


DAMAGED = {
    "not json": b"camera = 0",
    "cut short": b'{"camera": "0"',
    "empty": b"",
    "wrong type": b'{"steady_frames": "three"}',
    "a list": b"[]",
    "threshold above one": b'{"detection_threshold": 1.5}',
    "unknown level": b'{"level": "paranoid"}',
    "no steady frame": b'{"steady_frames": 0}',
    "no time": b'{"timeout_s": 0}',
    "not text": b"\xff\xfe\x00",
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_refused_with_advice(tmp_path, content):
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    with pytest.raises(SettingsError, match="delete it to start afresh"):
        load_settings(path)


def test_a_full_disk_leaves_the_old_settings(tmp_path, monkeypatch):
    path = tmp_path / "settings.json"
    save_settings(path, Settings(person="old"))

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        save_settings(path, Settings(person="new"))
    assert load_settings(path).person == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["settings.json"]


def test_a_file_from_before_there_were_levels_is_read(tmp_path):
    path = tmp_path / "settings.json"
    path.write_text('{"camera": "1", "person": "ada", "detection_threshold": 0.9, "lfw_folder": ""}')
    assert load_settings(path) == Settings(camera="1", person="ada", detection_threshold=0.9)
    assert load_settings(path).level is Level.BALANCED
