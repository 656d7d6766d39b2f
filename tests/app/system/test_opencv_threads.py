import shutil
from collections.abc import Iterator
from pathlib import Path

import cv2
import pytest

from app.cli import main
from app.live.controller import AppController
from app.storage.paths import Paths
from app.storage.settings import Settings
from app.system.exit_codes import Exit
from tests.support.portraits import COLLINS

CORES = 3


@pytest.fixture(autouse=True)
def threads() -> Iterator[None]:
    before = cv2.getNumThreads()
    cv2.setNumThreads(CORES)
    yield
    cv2.setNumThreads(before)


def test_the_window_needs_opencvs_threads_for_nothing(tmp_path: Path) -> None:
    AppController(Paths(tmp_path), Settings())
    assert cv2.getNumThreads() == 1


@pytest.mark.parametrize(("seen", "expected"), [("--image", CORES), ("--camera", 1)])
def test_verify_spares_them_for_photographs(seen: str, expected: int, tmp_path: Path) -> None:
    references, data = tmp_path / "references", tmp_path / "data"
    references.mkdir()
    shutil.copy(COLLINS.path, references)
    what = str(COLLINS.path) if seen == "--image" else "demo"
    code = main(["verify", seen, what, "--references", str(references), "--data", str(data)])
    assert code == Exit.DONE
    assert cv2.getNumThreads() == expected
