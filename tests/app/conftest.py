import pytest

from app.engine import Engine

SHORT_PAUSE_S = 0.01


@pytest.fixture
def engines(monkeypatch):
    """Makes engines, which are stopped in the end."""
    monkeypatch.setattr("app.back_off.FIRST_PAUSE_S", SHORT_PAUSE_S)
    made = []

    def make(open_source) -> Engine:
        made.append(Engine(open_source))
        return made[-1]

    yield make
    for engine in made:
        engine.stop()
