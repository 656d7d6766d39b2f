from dataclasses import fields, replace
from pathlib import Path

import pytest

from app.presenters.settings.setting_view import SettingView
from app.presenters.settings.settings import (
    ELSEWHERE,
    data_words,
    present_camera_settings,
    present_settings,
)
from app.storage.settings import Settings
from app.vault.header import VaultState
from model.runtime.litert import DEFAULT_THREADS

WEBCAMS = [("Integrated Camera", "Integrated Camera"), ("Webcam 1", "1")]


def settings_of(settings: Settings, cores: int = 4) -> dict[str, SettingView]:
    groups = (present_camera_settings(settings, WEBCAMS), *present_settings(settings, cores))
    return {view.name: view for group in groups for view in group.settings}


STORED = {field.name for field in fields(Settings)} - {"format"}


def test_every_setting_has_one_control():
    here = settings_of(Settings()).keys()
    assert here | ELSEWHERE.keys() == STORED
    assert not here & ELSEWHERE.keys()


@pytest.mark.parametrize("name", settings_of(Settings()))
def test_every_choice_can_be_stored_and_is_then_the_chosen_one(name):
    for choice in settings_of(Settings())[name].choices:
        shown = settings_of(replace(Settings(), **{name: choice.value}))[name]
        assert [other.value for other in shown.choices if other.value == shown.chosen] == [choice.value]


def test_a_value_from_elsewhere_is_among_the_choices():
    views = settings_of(Settings(timeout_s=2.5, steady_frames=7, text_size=110, camera="/clips/ann.mp4"))
    assert [choice.label for choice in views["timeout_s"].choices][:2] == ["2.5 s", "10 s"]
    assert "7" in [choice.label for choice in views["steady_frames"].choices]
    assert "110 %" in [choice.label for choice in views["text_size"].choices]
    assert "ann.mp4" in [choice.label for choice in views["camera"].choices]


def test_no_more_threads_than_cores_are_offered():
    assert [choice.value for choice in settings_of(Settings(), cores=2)["threads"].choices] == [1, 2]


def test_the_default_number_of_threads_is_that_of_the_networks():
    assert Settings().threads == DEFAULT_THREADS


def test_whole_years_are_named_as_years():
    labels = [choice.label for choice in settings_of(Settings(audit_days=400))["audit_days"].choices]
    assert labels == ["30 days", "90 days", "1 year", "400 days", "10 years"]


@pytest.mark.parametrize(("webcams", "said"), [(None, ""), ([], "No webcam found."), (WEBCAMS, "")])
def test_the_source_says_when_there_is_no_webcam(webcams, said):
    source = present_camera_settings(Settings(camera="demo"), webcams).settings[0]
    assert source.explanation == said


def test_the_words_about_the_data_name_the_command_that_encrypts():
    words = data_words(Path("/data"), None)
    assert "/data" in words
    assert "vault encrypt" in words
    assert "`" not in words
    assert "vault encrypt" not in data_words(Path("/data"), VaultState.ENCRYPTED)
