"""What the Settings screen says about each setting."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.presenters.camera import short_name
from app.presenters.settings.setting_view import Choice, SettingGroup, SettingView
from app.storage.setting_values import MAX_THREADS, Theme
from app.storage.settings import Settings
from app.translation.catalogue import localized, ntr, tr, translatable
from app.translation.language import Language
from app.vault.header import VaultState
from model.installation.commands import typed
from model.liveness.mode import LivenessMode

DEMO = "demo"
DAYS_PER_YEAR = 365
AUDIT_DAYS = (30, 90, DAYS_PER_YEAR, 10 * DAYS_PER_YEAR)
ROTATIONS = (0, 90, 180, 270)
STEADY_FRAMES = (1, 3, 5, 10)
TEXT_SIZES = (100, 125, 150, 175, 200)
TIME_LIMITS_S = (10.0, 20.0, 30.0, 60.0)

ELSEWHERE = {
    "person": translatable("People"),
    "level": translatable("Verify"),
    "detection_threshold": translatable("Verify"),
    "verification_threshold": translatable("Verify"),
    "stays_open": translatable("Verify"),
    "lfw_folder": translatable("Train"),
}
"""Settings that another screen controls, and that screen."""


def present_settings(settings: Settings, cores: int = os.cpu_count() or 1) -> tuple[SettingGroup, ...]:
    """All but those of the camera. ``cores``: of the processor; there is no use for more threads."""
    return (
        SettingGroup(tr("Appearance"), (_language(settings), _theme(settings), _text_size(settings))),
        SettingGroup(
            tr("Verification"),
            (
                _liveness(settings),
                _steady_frames(settings),
                _time_limit(settings),
                _threads(settings, cores),
                _keep_reference_pictures(settings),
            ),
        ),
        SettingGroup(
            tr("History"),
            (
                _keep_history(settings),
                _keep_pictures(settings),
                _audit_days(settings),
                _notify(settings),
            ),
        ),
    )


def present_camera_settings(settings: Settings, webcams: Sequence[tuple[str, str]] | None) -> SettingGroup:
    """``webcams``: the label and the value of each; None until they are listed."""
    return SettingGroup(
        tr("Camera"), (_camera(settings, webcams), _rotation(settings), _night_light(settings))
    )


def data_words(folder: Path, vault: VaultState | None) -> str:
    """Where everything is stored, whether the faces there are encrypted, and how to delete it."""
    place = tr("Everything stays on this computer, in {folder}.", folder=folder)
    encrypted = vault is VaultState.ENCRYPTED
    protection = (
        tr("The faces in it are encrypted.")
        if encrypted
        else tr(
            "The faces in it are not encrypted. To encrypt them, enter “{command}” in a terminal.",
            command=typed("vault encrypt"),
        )
    )
    deletion = tr("If you delete this folder, Sameface no longer knows your face.")
    return f"{place} {protection} {deletion}"


def _camera(settings: Settings, webcams: Sequence[tuple[str, str]] | None) -> SettingView:
    choices = [Choice(value, label) for label, value in [*(webcams or ()), (tr("Demo camera"), DEMO)]]
    if all(choice.value != settings.camera for choice in choices):
        choices.append(Choice(settings.camera, short_name(settings.camera)))
    explanation = tr("No webcam found.") if webcams is not None and not webcams else ""
    return SettingView("camera", tr("Source"), explanation, tuple(choices), settings.camera)


def _language(settings: Settings) -> SettingView:
    choices = (
        Choice(Language.SYSTEM, tr("Same as the system")),
        Choice(Language.ENGLISH, "English"),
        Choice(Language.GERMAN, "Deutsch"),
    )
    return SettingView("language", tr("Language"), "", choices, settings.language)


def _theme(settings: Settings) -> SettingView:
    choices = (
        Choice(Theme.SYSTEM, tr("Same as the system")),
        Choice(Theme.LIGHT, tr("Light")),
        Choice(Theme.DARK, tr("Dark")),
    )
    return SettingView("theme", tr("Colours"), "", choices, settings.theme)


def _text_size(settings: Settings) -> SettingView:
    choices = _with_current([Choice(size, f"{size} %") for size in TEXT_SIZES], settings.text_size, "{} %")
    explanation = tr("Ctrl+Plus and Ctrl+Minus change it on every screen.")
    return SettingView("text_size", tr("Text size"), explanation, choices, settings.text_size)


def _rotation(settings: Settings) -> SettingView:
    choices = tuple(Choice(degrees, f"{degrees}°") for degrees in ROTATIONS)
    explanation = tr("Clockwise, for a camera that is mounted sideways or upside down.")
    return SettingView("rotate", tr("Rotate the picture"), explanation, choices, settings.rotate)


def _liveness(settings: Settings) -> SettingView:
    choices = (
        Choice(None, tr("By security level")),
        Choice(LivenessMode.NONE, tr("None")),
        Choice(LivenessMode.FRESH, tr("Fresh pictures")),
        Choice(LivenessMode.DEPTH, tr("Depth")),
        Choice(LivenessMode.LAMP, tr("Depth and light")),
    )
    explanation = tr(
        "Detect photographs and recordings of your face. Each check includes the ones before it. With “By "
        "security level”, Sameface checks neither a recording that is opened as the camera nor the demo "
        "camera."
    )
    return SettingView("liveness", tr("Liveness checks"), explanation, choices, settings.liveness)


def _night_light(settings: Settings) -> SettingView:
    explanation = tr(
        "When your face is too dark, the sides of the window light it up until the attempt ends."
    )
    return _switch("night_light", tr("Night light"), explanation, settings.night_light)


def _steady_frames(settings: Settings) -> SettingView:
    choices = _with_current([Choice(count, str(count)) for count in STEADY_FRAMES], settings.steady_frames)
    explanation = tr("How many frames in a row must match before you are verified. More is safer but slower.")
    return SettingView(
        "steady_frames", tr("Matching frames in a row"), explanation, choices, settings.steady_frames
    )


def _time_limit(settings: Settings) -> SettingView:
    choices = _with_current(
        [Choice(seconds, f"{seconds:.0f} s") for seconds in TIME_LIMITS_S], settings.timeout_s, "{:g} s"
    )
    explanation = tr("An attempt that takes longer ends as not verified.")
    return SettingView("timeout_s", tr("Time limit per attempt"), explanation, choices, settings.timeout_s)


def _threads(settings: Settings, cores: int) -> SettingView:
    counts = [count for count in (1, 2, 4, 8, 16) if count <= min(cores, MAX_THREADS)]
    choices = _with_current([Choice(count, str(count)) for count in counts], settings.threads)
    explanation = ntr(
        "This computer has {count} core. Two threads are usually fastest.",
        "This computer has {count} cores. Two threads are usually fastest.",
        cores,
    )
    return SettingView("threads", tr("Threads per network"), explanation, choices, settings.threads)


def _keep_reference_pictures(settings: Settings) -> SettingView:
    explanation = tr(
        "If off, only embeddings of new references are stored, and you must enrol again to use another "
        "model. Pictures that are already stored stay."
    )
    return _switch(
        "keep_reference_pictures",
        tr("Keep pictures of references"),
        explanation,
        settings.keep_reference_pictures,
    )


def _keep_history(settings: Settings) -> SettingView:
    explanation = tr("Record the time, verdict and similarity of each attempt in this window.")
    return _switch("keep_history", tr("Keep a history"), explanation, settings.keep_history)


def _keep_pictures(settings: Settings) -> SettingView:
    explanation = tr(
        "Save a small picture of the face with each attempt. Pictures of other people require their consent."
    )
    return _switch("keep_pictures", tr("Keep pictures"), explanation, settings.keep_pictures)


def _notify(settings: Settings) -> SettingView:
    explanation = tr("Show a desktop notification when another person is refused. Requires the history.")
    return _switch("notify", tr("Notify me of refusals"), explanation, settings.notify)


def _switch(name: str, title: str, explanation: str, value: bool) -> SettingView:
    return SettingView(name, title, explanation, (Choice(False, tr("Off")), Choice(True, tr("On"))), value)


def _audit_days(settings: Settings) -> SettingView:
    lengths = sorted({*AUDIT_DAYS, settings.audit_days})
    choices = tuple(Choice(days, _length(days)) for days in lengths)
    explanation = tr("Older attempts are removed from the history and from the audit log.")
    return SettingView("audit_days", tr("Keep attempts for"), explanation, choices, settings.audit_days)


def _length(days: int) -> str:
    years, rest = divmod(days, DAYS_PER_YEAR)
    if rest:
        return ntr("{count} day", "{count} days", days)
    return ntr("{count} year", "{count} years", years)


def _with_current(choices: Sequence[Choice], value: Any, label: str = "{}") -> tuple[Choice, ...]:
    """``choices`` and, where it is none of them, the ``value`` of a settings file or an option."""
    if any(choice.value == value for choice in choices):
        return tuple(choices)
    current = Choice(value, localized(label.format(value)))
    return tuple(sorted([*choices, current], key=lambda choice: choice.value))
