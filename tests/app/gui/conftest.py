from collections.abc import Iterator

import pytest

from tests.app.gui.display import NoScreenError, screen


@pytest.fixture(scope="module")
def environment() -> Iterator[dict[str, str]]:
    try:
        with screen() as variables:
            yield variables
    except NoScreenError as error:
        pytest.skip(str(error))
