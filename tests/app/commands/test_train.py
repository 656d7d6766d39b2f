"""Training as a user starts it: a real process, stopped, killed and finished."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.cli import main
from app.storage.crop_store import CropKind, CropStore
from app.storage.model_store import SHIPPED, ModelStore
from app.storage.paths import PROJECT, Paths
from app.system.exit_codes import Exit
from model.runtime.bundle import SHIPPED_BUNDLE, load_bundle
from model.vision.alignment import align
from model.vision.frame import RgbImage
from model.vision.mtcnn import MtcnnFinder
from tests.support.bundles import PLAIN
from tests.support.fakes import tree
from tests.support.portraits import COLLINS, HOPPER
from tests.support.synthetic_people import write_pictures
from tests.support.waiting import interrupt_after
from training.jobs.progress import ignore_progress, never_stop
from training.personalization.datasets import build_datasets
from training.personalization.options import Depth, RetrainOptions

pytestmark = pytest.mark.slow

PEOPLE = [f"Person_{number:03d}" for number in range(190)]
STEPS_PER_EPOCH = 25


def as_in_lfw(portrait: RgbImage) -> RgbImage:
    """The face in the middle of 250x250 pixels."""
    face = MtcnnFinder().find(portrait)[0].box
    side = int(2.2 * face.height)
    left = int(max(0, face.left + face.width / 2 - side / 2))
    top = int(max(0, face.top + face.height / 2 - side / 2))
    cut = portrait[top : top + side, left : left + side]
    return np.asarray(cv2.resize(cut, (250, 250), interpolation=cv2.INTER_AREA), np.uint8)


def in_other_light(image: RgbImage, seed: int) -> RgbImage:
    light = np.random.default_rng(seed).uniform(0.8, 1.2, 3)
    return (image * light).clip(0, 255).astype(np.uint8)


@pytest.fixture(scope="module")
def lfw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Laid out like LFW. Two faces play all its people: enough to train on, not to learn from."""
    folder = tmp_path_factory.mktemp("lfw")
    faces = [as_in_lfw(portrait.read()) for portrait in (COLLINS, HOPPER)]
    for number, name in enumerate(PEOPLE):
        pictures = np.stack([in_other_light(faces[number % 2], 2 * number + extra) for extra in range(2)])
        write_pictures(folder / "lfw_funneled" / name, pictures, name + "_{:04d}.jpg")
    for file, people in (("peopleDevTrain.txt", PEOPLE[:160]), ("peopleDevTest.txt", PEOPLE[160:])):
        (folder / file).write_text("\n".join([str(len(people)), *(f"{name}\t2" for name in people)]))
    return folder


@pytest.fixture(scope="module")
def small_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle whose network is trained in seconds."""
    from model.network.bundle_export import ExportedModel
    from tests.support.tiny_siamese import DIMENSIONS, tiny_siamese

    folder = tmp_path_factory.mktemp("base") / "small"
    ExportedModel(tiny_siamese()).export(replace(PLAIN, dimensions=DIMENSIONS), folder)
    return folder


@pytest.fixture(scope="module")
def prepared(lfw: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a user with two dozen crops. The faces of ``lfw`` are found already."""
    paths = Paths(tmp_path_factory.mktemp("prepared") / "data")
    store = CropStore(paths.people)
    image = HOPPER.read()
    crop = align(image, MtcnnFinder().find(image)[0].landmarks)
    for kind in (CropKind.ANCHOR, CropKind.POSITIVE):
        for _ in range(12):
            store.save("ada", kind, crop)
    options = RetrainOptions(
        person="ada",
        people_folder=paths.people,
        lfw_folder=lfw,
        base_bundle=SHIPPED_BUNDLE,
        out=paths.models / "new",
        work=paths.runs,
        depth=Depth.DEEP,
    )
    build_datasets(options, ignore_progress, never_stop)
    return paths.root


@pytest.fixture
def data(prepared: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(prepared, tmp_path / "data"))


@pytest.fixture
def models(data: Path, small_base: Path) -> ModelStore:
    """The models of the user of ``data``, who uses a small one."""
    models = ModelStore(Paths(data).models)
    shutil.copytree(small_base, models.folder_of("small"))
    models.use("small")
    return models


def start(lfw: Path, data: Path, *more: str) -> subprocess.Popen[str]:
    asked = ["train", "--person", "ada", "--depth", "deep", "--epochs", "2"]
    arguments = [*asked, "--lfw", str(lfw), "--data", str(data), *more]
    return subprocess.Popen(
        [sys.executable, str(PROJECT / "main.py"), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def steps_of(process: subprocess.Popen[str]) -> Iterator[int]:
    """The step of every update of the training itself."""
    for line in process.stdout:
        update = json.loads(line)
        if update["stage"]["template"] == "training":
            yield update["done"]


def until_step(process: subprocess.Popen[str], step: int) -> int:
    """Read until ``step`` is done; the first step that this process did."""
    steps = steps_of(process)
    first = next(steps)
    assert first <= step
    next(done for done in steps if done >= step)
    return first


def finished_with_open_input(process: subprocess.Popen[str]) -> tuple[str, str]:
    """``communicate`` would close the input, which is the request to stop."""
    out, complaints = process.stdout.read(), process.stderr.read()
    process.wait()
    return out, complaints


@pytest.mark.timeout(600)
def test_a_training_that_is_stopped_and_then_killed_resumes_and_finishes(
    lfw: Path, data: Path, models: ModelStore
) -> None:
    people = tree(data / "people")

    stopped = start(lfw, data, "--supervised")
    assert until_step(stopped, STEPS_PER_EPOCH + 1) == 1
    _, said = stopped.communicate()  # closes its input, which is the request to stop
    assert stopped.returncode == Exit.INTERRUPTED, said
    assert "Train again to continue" in said

    killed = start(lfw, data, "--supervised")
    assert until_step(killed, STEPS_PER_EPOCH + 2) == STEPS_PER_EPOCH + 1
    killed.kill()
    killed.communicate()
    assert [version.name for version in models.versions()] == [SHIPPED, "small"]
    assert tree(data / "people") == people

    finished = start(lfw, data, "--supervised")
    assert next(steps_of(finished)) == STEPS_PER_EPOCH + 1
    updates, said = finished_with_open_input(finished)
    assert finished.returncode == Exit.DONE, said
    new = next(version for version in models.versions() if version.name not in (SHIPPED, "small"))
    assert load_bundle(new.folder).card.name == "personal-ada"
    # Learned from two faces it may well be worse than its base, and then is kept aside.
    worse = json.loads(updates.splitlines()[-1])["worse"] != []
    assert models.current == ("small" if worse else new.name)
    assert tree(data / "people") == people


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot send Ctrl-C to one process alone")
def test_ctrl_c_stops_a_training_and_loses_nothing(lfw: Path, data: Path, models: ModelStore) -> None:
    process = start(lfw, data)
    said = interrupt_after(process, "training")
    assert process.returncode == Exit.INTERRUPTED, said
    assert "Train again to continue" in said
    assert "Traceback" not in said
    assert models.current == "small"
    assert [version.name for version in models.versions()] == [SHIPPED, "small"]


def test_missing_input_is_an_error_with_advice(
    lfw: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few = data / "few" / "lfw_funneled"
    few.mkdir(parents=True)
    for name in (*PEOPLE[:20], *PEOPLE[-5:]):
        shutil.copytree(lfw / "lfw_funneled" / name, few / name)
    for file in lfw.glob("*.txt"):
        shutil.copy(file, few)
    table = {
        "no LFW": (["--person", "ada"], Exit.USAGE, "--download"),
        "a folder without LFW": (["--lfw", data], Exit.USAGE, "There are no LFW pictures"),
        "too few people": (["--person", "ada", "--lfw", few], Exit.USAGE, "holds 25 people, too few"),
        "too few crops": (["--person", "bob", "--lfw", lfw], Exit.COULD_NOT, "Collect more of bob"),
        "a name that is none": (
            ["--person", "../ada", "--lfw", lfw],
            Exit.USAGE,
            "cannot be a person's name",
        ),
    }
    for name, (arguments, code, expected) in table.items():
        assert main(["train", *map(str, arguments), "--data", str(data)]) == code, name
        assert expected in capsys.readouterr().err, name


def test_an_unwritable_data_folder_ends_the_command_before_any_training(
    lfw: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "runs").write_text("a file where a folder is needed")
    assert main(["train", "--lfw", str(lfw), "--data", str(tmp_path)]) == Exit.COULD_NOT
    assert "Could not keep the model in" in capsys.readouterr().err
