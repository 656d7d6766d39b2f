"""The options of the command line take the place of stored settings, for one command."""

import argparse

import pytest

from app.arguments.parser import build_parser
from app.commands.configuration import configure, load_configuration, override
from app.storage.settings import Settings, SettingsError
from app.system.exit_codes import Exit
from model.verification.security_levels import Level


def parsed(*arguments: str) -> argparse.Namespace:
    return build_parser().parse_args(arguments)


def test_without_options_the_stored_settings_stay() -> None:
    stored = Settings(camera="2", person="ada", detection_threshold=0.9)
    assert override(stored, parsed("verify")) == stored


def test_each_option_overrides_the_setting_of_its_name() -> None:
    options = parsed(
        *("--camera", "demo", "--rotate", "90", "verify", "--person", "ada", "--timeout", "2.5"),
        *("--detection-threshold", "0.7", "--verification-threshold", "0.25"),
    )
    assert override(Settings(camera="2"), options) == Settings(
        camera="demo",
        rotate=90,
        person="ada",
        timeout_s=2.5,
        detection_threshold=0.7,
        verification_threshold=0.25,
    )


def test_a_level_overrides_a_stored_detection_threshold() -> None:
    chosen = override(Settings(detection_threshold=0.9), parsed("verify", "--level", "strict"))
    assert (chosen.level, chosen.detection_threshold) == (Level.STRICT, None)


def test_a_detection_threshold_goes_with_a_level() -> None:
    options = parsed("verify", "--level", "strict", "--detection-threshold", "0.7")
    chosen = override(Settings(), options)
    assert (chosen.level, chosen.detection_threshold) == (Level.STRICT, 0.7)


def test_damaged_settings_raise_or_end_the_command(tmp_path) -> None:
    (tmp_path / "settings.json").write_text("{")
    options = parsed("models", "--data", str(tmp_path))
    with pytest.raises(SettingsError):
        load_configuration(options)
    with pytest.raises(SystemExit) as end:
        configure(options)
    assert end.value.code == Exit.COULD_NOT
