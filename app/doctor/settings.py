"""Check the settings file."""

from pathlib import Path

from app.doctor.finding import Finding, Status


def check_settings(file: Path) -> Finding:
    """The finding contains neither the person's name nor the camera's address."""
    try:
        from app.storage.settings import Settings, SettingsError, load_settings
    except ImportError as error:
        sentence = f"The settings cannot be read: {error.name or 'a package'} is missing."
        return Finding("settings", Status.FAILED, sentence, "Install the missing packages first.")
    try:
        settings = load_settings(file)
    except SettingsError as error:
        sentence = f"settings.json cannot be read: {error.reason}."
        return Finding("settings", Status.FAILED, sentence, error.advice, str(file))
    if settings == Settings():
        return Finding("settings", Status.OK, "The defaults are in use.", detail=str(file))
    strict = "your own threshold" if settings.detection_threshold is not None else settings.level
    return Finding("settings", Status.OK, f"Changed; {strict} is in force.", detail=str(file))
