"""settings.json."""

import math
from pathlib import Path

from app.storage.settings import Settings, SettingsError, change_settings, load_settings
from model.verification.security_levels import Level
from tests.fuzz.mutations import json_value
from tests.fuzz.target import Target


def accepts(content: bytes, folder: Path) -> bool:
    path = folder / "settings.json"
    path.write_bytes(content)
    try:
        settings = load_settings(path)
    except SettingsError:
        return False
    check_invariants(settings)
    change_settings(path, person=settings.person)
    assert load_settings(path) == settings, "other settings stay unchanged"
    return True


def check_invariants(settings: Settings) -> None:
    for threshold in (settings.detection_threshold, settings.verification_threshold):
        assert threshold is None or 0 <= threshold <= 1, settings
    assert settings.steady_frames >= 1, settings
    assert 0 < settings.timeout_s < math.inf, settings
    assert isinstance(settings.level, Level), settings


def seeds() -> dict[str, bytes]:
    return {
        "defaults": b"{}",
        "all": b"""{
  "camera": "demo", "person": "Zo\\u00eb", "level": "strict",
  "detection_threshold": 0.75, "verification_threshold": null,
  "steady_frames": 3, "timeout_s": 20.0, "lfw_folder": "C:\\\\lfw"
}
""",
        "unknown fields": b'{"colour": ["red", {"deep": [1e3, true, null]}], "timeout_s": 1}',
    }


SETTINGS = Target(
    accepts=accepts,
    seeds=seeds,
    mutate=json_value,
    words=(
        *(b'"%s":' % name.encode() for name in Settings.__slots__),
        *(b'"%s"' % level.encode() for level in Level),
        b"null", b"true", b"1e308", b"-0.0", b"0.5", b"\\ud800", b"\\u0000",
    ),
)  # fmt: skip
