import tempfile
from dataclasses import asdict
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from app.storage.settings import Settings, SettingsError, change_settings, load_settings
from model.verification.security_levels import Level
from tests.fuzz.targets.settings import check_invariants
from tests.support.json_strategies import nearly
from tests.support.strategies import SHARES

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
CHOSEN = st.builds(
    Settings,
    camera=TEXTS,
    person=TEXTS,
    level=st.sampled_from(Level),
    detection_threshold=st.none() | SHARES,
    verification_threshold=st.none() | SHARES,
    steady_frames=st.integers(1, 10**20),
    timeout_s=st.floats(0, exclude_min=True, allow_infinity=False),
    lfw_folder=TEXTS,
)


@given(CHOSEN)
def test_what_is_saved_is_loaded(settings):
    with tempfile.TemporaryDirectory() as home:
        change_settings(Path(home) / "settings.json", **asdict(settings))
        assert load_settings(Path(home) / "settings.json") == settings


@given(st.one_of(nearly(asdict(Settings()), *Level), st.binary(max_size=30)))
@example(b'{"colour":' + b"[" * 100_000)
@example(b'{"timeout_s": 1e999}')
def test_any_settings_file_gives_valid_settings_or_is_refused(content):
    with tempfile.TemporaryDirectory() as home:
        path = Path(home) / "settings.json"
        path.write_bytes(content)
        try:
            check_invariants(load_settings(path))
        except SettingsError as error:
            assert str(path) in str(error)
