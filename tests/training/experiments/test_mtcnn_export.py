from pathlib import Path

import numpy as np
import pytest

from model.runtime.litert import LiteRtNetwork
from model.vision.mtcnn import WEIGHTS

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from training.experiments.mtcnn_export import export

    folder = tmp_path_factory.mktemp("exported") / "mtcnn"
    export(folder)
    return folder


@pytest.mark.parametrize(("name", "size"), [("pnet", 50), ("rnet", 24), ("onet", 48)])
def test_the_shipped_networks_come_from_the_script(exported: Path, name: str, size: int) -> None:
    x = np.random.default_rng(1).uniform(-1, 1, (3, size, size, 3)).astype(np.float32)
    again, shipped = (
        LiteRtNetwork((folder / f"{name}.tflite").read_bytes())(x)[0] for folder in (exported, WEIGHTS)
    )
    np.testing.assert_allclose(again, shipped, atol=1e-5)
    assert shipped.std() > 1e-3


def test_the_licence_is_exported_too(exported: Path) -> None:
    licence = (exported / "LICENSE").read_text(encoding="utf-8")
    assert "MIT License" in licence
    assert "Iván de Paz Centeno" in licence
    assert licence == (WEIGHTS / "LICENSE").read_text(encoding="utf-8")
