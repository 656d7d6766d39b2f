from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from app.live.engine import Engine
from tests.app.gui.light_window import LIGHT
from tests.app.gui.virtual_display import DisplayUnavailableError, private_display

if TYPE_CHECKING:
    from tests.support.fake_keyring import FakeKeyring

SHORT_PAUSE_S = 0.01


@pytest.fixture(scope="module")
def environment() -> Iterator[dict[str, str]]:
    """In which a light window can be opened; skips, saying so, where none can."""
    try:
        with private_display() as variables:
            yield {**variables, **LIGHT}
    except DisplayUnavailableError as error:
        pytest.skip(str(error))


@pytest.fixture
def engines(monkeypatch):
    """Makes engines, which are stopped in the end."""
    monkeypatch.setattr("app.live.backoff.FIRST_PAUSE_S", SHORT_PAUSE_S)
    made = []

    def make(open_source) -> Engine:
        made.append(Engine(open_source))
        return made[-1]

    yield make
    for engine in made:
        engine.stop()


@pytest.fixture
def system_keyring() -> "Iterator[FakeKeyring]":
    """In the place of the system's own."""
    import keyring

    from tests.support.fake_keyring import FakeKeyring

    before, fake = keyring.get_keyring(), FakeKeyring()
    keyring.set_keyring(fake)
    yield fake
    keyring.set_keyring(before)
