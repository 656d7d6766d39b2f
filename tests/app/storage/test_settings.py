import json
import os

import pytest

from app.storage.errors import StoreError
from app.storage.settings import MAX_BYTES, Settings, SettingsError, change_settings, load_settings
from model.verification.security_levels import Level


def test_without_a_file_the_defaults_hold(tmp_path):
    assert load_settings(tmp_path / "settings.json") == Settings()


def test_what_is_saved_is_loaded(tmp_path):
    fields = {"camera": "demo", "person": "Zoë", "detection_threshold": 0.75, "level": Level.STRICT}
    change_settings(tmp_path / "new" / "settings.json", **fields)
    assert load_settings(tmp_path / "new" / "settings.json") == Settings(**fields)


DAMAGED = {
    "not json": b"camera = 0",
    "cut short": b'{"camera": "0"',
    "empty": b"",
    "wrong type": b'{"steady_frames": "three"}',
    "a list": b"[]",
    "threshold above one": b'{"detection_threshold": 1.5}',
    "unknown level": b'{"level": "paranoid"}',
    "no steady frame": b'{"steady_frames": 0}',
    "an eighth of a turn": b'{"rotate": 45}',
    "no time": b'{"timeout_s": 0}',
    "not text": b"\xff\xfe\x00",
    "nothing": b"null",
    "of the future": b'{"format": 2}',
    "not a number": b'{"timeout_s": NaN}',
    "endless": b'{"timeout_s": 1e999}',
    "a huge number": b'{"steady_frames": -' + b"9" * 5000 + b"}",
    "nested without end": b'{"camera": ' + b"[" * 100_000,
    "an unknown field nested without end": b'{"unknown": ' + b"[" * 100_000,
    "half a character": b'{"person": "\\ud800"}',
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_refused_with_advice(tmp_path, content):
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    with pytest.raises(SettingsError, match="delete it to use the defaults"):
        load_settings(path)


def test_a_full_disk_leaves_the_old_settings(tmp_path, monkeypatch):
    path = tmp_path / "settings.json"
    change_settings(path, person="old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match=r"No space left.*Free some disk space"):
        change_settings(path, person="new")
    assert load_settings(path).person == "old"
    assert [entry.name for entry in tmp_path.iterdir() if entry.suffix != ".lock"] == ["settings.json"]


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_not_written_over(tmp_path, content):
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    with pytest.raises(SettingsError, match="delete it to use the defaults"):
        change_settings(path, person="ada")
    assert path.read_bytes() == content


def test_what_a_newer_version_has_chosen_is_kept(tmp_path):
    path = tmp_path / "settings.json"
    path.write_text('{"person": "ada", "whispering": {"on": true}}')
    assert load_settings(path) == Settings(person="ada")
    change_settings(path, person="bob")
    assert load_settings(path) == Settings(person="bob")
    assert json.loads(path.read_text())["whispering"] == {"on": True}


def test_only_what_was_changed_is_stored(tmp_path):
    path = tmp_path / "settings.json"
    change_settings(path, camera="1")
    change_settings(path, person="ada")
    assert json.loads(path.read_text()) == {"format": 1, "camera": "1", "person": "ada"}


def test_a_value_that_could_not_be_read_again_is_not_stored(tmp_path):
    path = tmp_path / "settings.json"
    change_settings(path, detection_threshold=0.5)
    with pytest.raises(SettingsError, match="detection_threshold"):
        change_settings(path, detection_threshold=1.5)
    with pytest.raises(SettingsError, match=f"{MAX_BYTES:,}"):
        change_settings(path, camera="0" * MAX_BYTES)
    assert load_settings(path) == Settings(detection_threshold=0.5)


def test_a_file_of_50_mb_is_refused_unread(tmp_path):
    with (tmp_path / "settings.json").open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(SettingsError, match="larger than 1,000,000 bytes"):
        load_settings(tmp_path / "settings.json")


def test_a_folder_in_the_files_place_is_refused(tmp_path):
    (tmp_path / "settings.json").mkdir()
    with pytest.raises(SettingsError, match="not a regular file"):
        load_settings(tmp_path / "settings.json")


def test_a_file_from_before_there_were_levels_is_read(tmp_path):
    path = tmp_path / "settings.json"
    path.write_text('{"camera": "1", "person": "ada", "detection_threshold": 0.9, "lfw_folder": ""}')
    assert load_settings(path) == Settings(camera="1", person="ada", detection_threshold=0.9)
    assert load_settings(path).level is Level.BALANCED


def test_a_byte_order_mark_of_an_editor_is_skipped_and_not_written_again(tmp_path):
    path = tmp_path / "settings.json"
    path.write_bytes(b'\xef\xbb\xbf{"camera": "demo"}')
    assert load_settings(path).camera == "demo"
    change_settings(path, person="ada")
    assert (load_settings(path).camera, path.read_bytes()[:1]) == ("demo", b"{")
