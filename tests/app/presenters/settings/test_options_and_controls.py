"""Everything that has an option has a control in the window, and the other way round, by census."""

import argparse
import re
from collections.abc import Iterator
from dataclasses import fields
from importlib import import_module

import pytest

from app.arguments.command_table import COMMANDS, DEFAULT
from app.arguments.parser import add_shared_options
from app.commands.configuration import OVERRIDES
from app.presenters.settings.settings import ELSEWHERE, present_camera_settings, present_settings
from app.storage.paths import PROJECT
from app.storage.settings import Settings

STORED = {field.name for field in fields(Settings)} - {"format"}
OF_ONE_RUN = {"data", "log_level"}
"""Options that choose where a run reads and writes."""
OPTION_ELSEWHERE = {"lfw_folder": ("train", "lfw"), "keep_reference_pictures": ("enrol", None)}
"""Settings that the window's own options leave to another command: the command and its option, None for the
same name."""
CONTROLS = {
    "collect": {
        **dict.fromkeys(("anchors", "positives", "negatives"), ("collect/collect.kv", "cards")),
    },
    "enrol": {
        "images": ("people/enrol_panel.kv", "photographs"),
        "replace": ("people/people.kv", "delete"),
        "forget_pictures": ("people/people.kv", "forget_pictures"),
    },
    "verify": {"image": ("setup/steps.kv", "file")},
    "train": {
        "lfw": ("train/train.kv", "lfw"),
        "download": ("train/train.kv", "download"),
        "depth": ("train/train.kv", "deep"),
    },
    "models": {
        "use": ("train/train.kv", "models"),
        "roll_back": ("train/train.kv", "roll_back"),
    },
    "evaluate": {
        "lfw": ("evaluate/evaluate.kv", "lfw_source"),
        "people": ("evaluate/evaluate.kv", "people_source"),
        "out": ("evaluate/evaluate.kv", "save"),
    },
}
"""The layout, and the id of the control in it, for each option that is not a setting."""
FOR_SCRIPTS = {"json", "events", "on_success", "on_failure", "on_leave", "leave_after_s", "supervised", "out"}
"""They are about output and other programs."""
ONLY_IN_THE_TERMINAL = {
    "enrol": {"largest": "the window leaves a photograph with several faces out, and says so"},
    "verify": {
        "references": "the window verifies people who are enrolled",
        "largest": "the window judges the largest face",
    },
    "train": {"epochs": "the window trains quickly or deeply"},
    "models": {
        "install": "a model comes from another computer, as a file that must be checked",
        "trust": "whose models are installed is the owner's decision",
        "remove": "a deleted model cannot be restored",
        "compare": "the window compares a new model with the old one by itself",
    },
    "evaluate": {
        "pairs": "for those who measure models",
        "protocol": "for those who measure models",
        "choose_threshold": "for those who measure models",
        "cluster": "for those who measure models",
        "bundle": "for those who measure models",
    },
}
"""The reason for each option without a control."""
TERMINAL_COMMANDS = {
    "lockout": "unlocking must not be possible for somebody who only sits at the window",
    "audit": "History says whether the log is intact",
    "vault": "the welcome offers encryption; the passphrase is typed in the terminal",
    "daemon": "it serves other programs",
    "attack-test": "for those who measure models",
    "score": "for those who measure models",
    "show": "for those who measure models",
    "benchmark": "for those who measure the machine",
    "doctor": "for those whose window does not open",
}
"""Commands that the window does not offer, and why."""


def actions_of(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                yield from actions_of(inner)
        else:
            yield action


def options_of(command: str) -> set[str]:
    """The names that its options have in the program."""
    (module,) = (one.arguments for one in COMMANDS if one.name == command)
    parser = argparse.ArgumentParser(add_help=False)
    import_module(module).add_arguments(parser)
    if not parser._subparsers:
        add_shared_options(parser)
    return {action.dest for action in actions_of(parser)} - {"help", "what"}


def widget_ids(layout: str) -> set[str]:
    text = (PROJECT / "app" / "gui" / "screens" / layout).read_text(encoding="utf-8")
    return set(re.findall(r"^\s+id: (\w+)", text, re.M))


def controls_of_settings() -> set[str]:
    groups = (present_camera_settings(Settings(), []), *present_settings(Settings()))
    return {setting.name for group in groups for setting in group.settings} | ELSEWHERE.keys()


def test_every_setting_has_an_option_of_the_window_or_of_the_command_that_it_is_about():
    assert {*OVERRIDES} | OPTION_ELSEWHERE.keys() == STORED
    assert STORED - options_of(DEFAULT) == OPTION_ELSEWHERE.keys()
    for setting, (command, option) in OPTION_ELSEWHERE.items():
        assert (option or setting) in options_of(command)


def test_every_option_of_the_window_has_a_control():
    assert options_of(DEFAULT) - OF_ONE_RUN <= controls_of_settings()


@pytest.mark.parametrize("command", [one.name for one in COMMANDS if one.name not in TERMINAL_COMMANDS])
def test_every_option_of_a_command_has_a_control_or_a_reason_why_not(command):
    offered = options_of(command) - STORED - OF_ONE_RUN
    controlled = CONTROLS.get(command, {}).keys()
    explained = ONLY_IN_THE_TERMINAL.get(command, {}).keys() | FOR_SCRIPTS
    assert offered - controlled - explained == set()
    assert controlled | ONLY_IN_THE_TERMINAL.get(command, {}).keys() <= offered


def test_every_control_is_in_the_window():
    for options in CONTROLS.values():
        for layout, widget in options.values():
            assert widget in widget_ids(layout)


def test_a_command_is_in_the_window_or_explained_but_not_both():
    in_window = {DEFAULT, "demo", *CONTROLS}
    assert in_window | TERMINAL_COMMANDS.keys() == {command.name for command in COMMANDS}
    assert not in_window & TERMINAL_COMMANDS.keys()
