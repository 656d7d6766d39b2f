"""Data folders of earlier commits work as they are, and lose nothing."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from app.cli import main
from app.storage.crop_store import CropKind, CropStore
from app.storage.model_store import ModelStore
from app.storage.settings import change_settings, load_settings
from app.system.exit_codes import Exit
from tests.support.portraits import COLLINS, HOPPER

OLD_DATA = Path(__file__).with_name("old_data")
COMMITS = sorted(folder.name for folder in OLD_DATA.iterdir() if folder.is_dir())
PERSON, MODEL = "eileen", "20261122-080000-eileen"


@pytest.fixture(params=COMMITS)
def data(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    shutil.copytree(OLD_DATA / request.param, tmp_path / "data")
    return tmp_path / "data"


def digests(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }


def verify(data: Path, image: Path) -> int:
    return main(["verify", "--image", str(image), "--person", PERSON, "--data", str(data), "--json"])


def test_there_are_three() -> None:
    assert COMMITS == ["0221159", "0b3c576", "649f360"]


def test_settings_and_people_are_read(data: Path) -> None:
    settings = load_settings(data / "settings.json")
    assert (settings.camera, settings.person, settings.timeout_s) == ("demo", PERSON, 12.0)
    assert (settings.detection_threshold, settings.verification_threshold) == (None, 0.4)
    crops = CropStore(data / "people")
    assert len(crops.paths(PERSON, CropKind.ANCHOR)) == len(crops.paths(PERSON, CropKind.POSITIVE)) == 2


def test_the_personal_model_is_in_use_and_loads(data: Path) -> None:
    store = ModelStore(data / "models")
    assert store.current == MODEL
    assert store.load_current().card.dimensions == 8


def test_references_verify_with_the_shipped_model(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "--use", "shipped", "--data", str(data)]) == Exit.DONE
    capsys.readouterr()
    assert verify(data, COLLINS.path) == Exit.VERIFIED
    answer = json.loads(capsys.readouterr().out)
    assert (answer["matches"], answer["references"]) == (2, 2)
    assert verify(data, HOPPER.path) == Exit.NOT_VERIFIED


def test_nothing_is_lost(data: Path) -> None:
    before = digests(data)
    verify(data, COLLINS.path)
    change_settings(data / "settings.json", timeout_s=13.0)
    after = digests(data)
    changed = {name for name, digest in before.items() if after.get(name) != digest}
    assert changed <= {"settings.json", f"people/{PERSON}/verification_images/embeddings.bin"}
    assert load_settings(data / "settings.json").verification_threshold == 0.4
