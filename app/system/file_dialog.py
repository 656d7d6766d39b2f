"""The desktop's file dialogs: one of its programs shows the dialog and prints the path. Texts are passed as
arguments or in the environment, never as part of a script.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from model.messages.message import Message, as_message, message_of
from model.messages.message_error import MessageError

CANCELLED = ""
POWERSHELL = """
Add-Type -AssemblyName System.Windows.Forms
[Console]::OutputEncoding = [Text.Encoding]::UTF8
if ($env:SAMEFACE_KIND -eq 'folder') {
  $d = New-Object System.Windows.Forms.FolderBrowserDialog
  $d.Description = $env:SAMEFACE_TITLE; $d.SelectedPath = $env:SAMEFACE_START
  if ($d.ShowDialog() -eq 'OK') { $d.SelectedPath }
} else {
  $type = if ($env:SAMEFACE_KIND -eq 'save') { 'SaveFileDialog' } else { 'OpenFileDialog' }
  $d = New-Object System.Windows.Forms.$type
  $d.Title = $env:SAMEFACE_TITLE; $d.InitialDirectory = $env:SAMEFACE_START; $d.FileName = $env:SAMEFACE_NAME
  if ($d.ShowDialog() -eq 'OK') { $d.FileName }
}
"""
APPLE_CHOICES = {
    "file": "choose file with prompt (item 1 of argv) default location POSIX file (item 2 of argv)",
    "folder": "choose folder with prompt (item 1 of argv) default location POSIX file (item 2 of argv)",
    "save": "choose file name with prompt (item 1 of argv) default location POSIX file (item 2 of argv) "
    "default name (item 3 of argv)",
}


class NoFileDialogError(MessageError):
    """The desktop has no program that shows file dialogs, or it failed."""


class DialogKind(StrEnum):
    """What the user chooses."""

    FILE = "file"
    FOLDER = "folder"
    SAVE = "save"


@dataclass(frozen=True, slots=True)
class FileDialog:
    """``start``: the folder that it shows first. ``name``: suggested for a file to save."""

    kind: DialogKind
    title: str
    start: str = str(Path.home())
    name: str = ""


def ask_for_path(dialog: FileDialog, platform: str = sys.platform) -> str:
    """Wait until the user has chosen. Returns the path, or CANCELLED. Raises NoFileDialogError."""
    command, variables = _command(dialog, platform)
    try:
        done = subprocess.run(
            command, env={**os.environ, **variables}, capture_output=True, encoding="utf-8", errors="replace"
        )
    except OSError as error:
        raise NoFileDialogError(message_of(error)) from error
    if done.returncode not in (0, 1):
        raise NoFileDialogError(as_message(done.stderr.strip()))
    return done.stdout.rstrip("\r\n")


def _command(dialog: FileDialog, platform: str) -> tuple[list[str], Mapping[str, str]]:
    """Raises NoFileDialogError."""
    if platform == "win32":
        return _powershell(dialog)
    if platform == "darwin":
        return _osascript(dialog), {}
    for program, arguments in LINUX_PROGRAMS.items():
        if shutil.which(program):
            return [program, *arguments(dialog)], {}
    raise NoFileDialogError(
        Message("None of these programs is installed: {programs}", programs=", ".join(LINUX_PROGRAMS))
    )


def _zenity(dialog: FileDialog) -> list[str]:
    save = ["--save", "--confirm-overwrite"]
    flags = {DialogKind.FOLDER: ["--directory"], DialogKind.SAVE: save}.get(dialog.kind, [])
    place = f"--filename={Path(dialog.start) / dialog.name}{'' if dialog.name else os.sep}"
    return ["--file-selection", f"--title={dialog.title}", place, *flags]


def _kdialog(dialog: FileDialog) -> list[str]:
    option = {
        DialogKind.FILE: "--getopenfilename",
        DialogKind.FOLDER: "--getexistingdirectory",
        DialogKind.SAVE: "--getsavefilename",
    }[dialog.kind]
    return [option, str(Path(dialog.start) / dialog.name), "--title", dialog.title]


def _osascript(dialog: FileDialog) -> list[str]:
    script = f"on run argv\nPOSIX path of ({APPLE_CHOICES[dialog.kind]})\nend run"
    return ["osascript", "-e", script, dialog.title, dialog.start, dialog.name]


def _powershell(dialog: FileDialog) -> tuple[list[str], Mapping[str, str]]:
    variables = {
        "SAMEFACE_KIND": dialog.kind.value,
        "SAMEFACE_TITLE": dialog.title,
        "SAMEFACE_START": dialog.start,
        "SAMEFACE_NAME": dialog.name,
    }
    return ["powershell", "-NoProfile", "-STA", "-Command", POWERSHELL], variables


LINUX_PROGRAMS: Mapping[str, Callable[[FileDialog], list[str]]] = {"zenity": _zenity, "kdialog": _kdialog}
