"""What the user chose, as far as it is no secret."""

from pathlib import Path

from app.doctor.finding import Finding, Status


def check_settings(file: Path) -> Finding:
    """Neither the person's name nor a camera's address is told."""
    try:
        from app.storage.settings import Settings, SettingsError, load_settings
    except ImportError as error:
        sentence = f"They cannot be read: {error.name or 'a package'} is missing."
        return Finding("settings", Status.FAILED, sentence, "Install what is missing first.")
    try:
        settings = load_settings(file)
    except SettingsError as error:
        sentence = f"settings.json cannot be read: {error.reason}."
        return Finding("settings", Status.FAILED, sentence, error.advice, str(file))
    if settings == Settings():
        return Finding("settings", Status.OK, "As they come.", detail=str(file))
    strict = "a threshold of your own" if settings.detection_threshold is not None else settings.level
    return Finding("settings", Status.OK, f"Changed; {strict} is in force.", detail=str(file))
