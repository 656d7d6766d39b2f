"""Training and models in the real window; each test is a process of its own."""

import os
import shutil
from pathlib import Path

import pytest

from app.storage.crop_store import CropKind, CropStore
from app.storage.settings import change_settings
from model.runtime.bundle import HEAD, SHIPPED_BUNDLE
from tests.app.gui.every_state import save_pictures
from tests.app.gui.scenario_runner import play
from tests.app.presenters.evaluation.test_report import rate, write_report
from tests.reliability.kill_trials.small_lfw import copy_some_people
from tests.support.fakes import sharp_image
from training.lfw.folder import LfwFolder

pytestmark = pytest.mark.gui


def test_a_training_can_be_cancelled_and_says_why_it_fails(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    crops = CropStore(tmp_path / "people")
    for number in range(12):
        crops.save("me", CropKind.ANCHOR, sharp_image(100 + number))
        crops.save("me", CropKind.POSITIVE, sharp_image(150 + number))

    notes = play("train_in_vain", tmp_path, environment)

    assert notes["missing"].startswith("Choose the folder with Labeled Faces in the Wild")
    assert "/no/such" in notes["failure"]


@pytest.mark.slow
@pytest.mark.skipif("SAMEFACE_DATA" not in os.environ, reason="SAMEFACE_DATA does not name a folder with LFW")
def test_a_face_is_collected_learned_and_verified(tmp_path: Path, environment: dict[str, str]) -> None:
    copy_some_people(LfwFolder(Path(os.environ["SAMEFACE_DATA"]) / "lfw_home"), tmp_path / "lfw")
    change_settings(tmp_path / "settings.json", lfw_folder=str(tmp_path / "lfw"))

    notes = play("collect_learn_and_verify", tmp_path, environment, timeout_s=290)

    headlines = {"Trained; the new model is in use": True, "Trained; the previous model stays in use": False}
    assert notes["training"] in headlines, notes["problem"]
    assert notes["model"].endswith("-me") == headlines[notes["training"]]


def test_a_training_ends_while_another_screen_is_open(tmp_path: Path, environment: dict[str, str]) -> None:
    crops = CropStore(tmp_path / "people")
    for _ in range(5):
        crops.save("me", CropKind.ANCHOR, sharp_image())
        crops.save("me", CropKind.POSITIVE, sharp_image())
    shutil.copytree(SHIPPED_BUNDLE, tmp_path / "models" / "second")

    notes = play("train_behind_another_screen", tmp_path, environment)

    assert notes["in_use"] == "second"


def test_an_evaluation_says_what_is_missing_and_that_it_failed(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    notes = play("evaluate_behind_another_screen", tmp_path, environment)

    assert notes["missing"] == ["Choose the folder with the pictures.", ""]
    assert notes["fixed"], "The source can be changed while an evaluation runs."
    assert notes["notice"] == "The evaluation failed"


def test_an_evaluation_is_shown_and_saved_and_its_plots_are_freed(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    for scene in ("eileen", "grace"):
        save_pictures(scene, tmp_path / "faces" / scene)
    (tmp_path / "target").mkdir()

    notes = play("evaluate_and_save", tmp_path, environment)

    assert notes["can_start"] is False
    assert notes["headline"] == "The report is ready"
    assert notes["title"].startswith("The model that came with Sameface, on the folder faces, ")
    assert notes["empty_plots"] == [True] * 3
    assert notes["saved"] == ["report.html"]


def test_another_report_begins_at_its_top(tmp_path: Path, environment: dict[str, str]) -> None:
    for name in ("20261126-150000-base", "20261127-150000-base"):
        figures = [rate(f"figure {number}", number, 100) for number in range(1, 40)]
        write_report(tmp_path / "reports" / name, *figures)

    assert play("read_two_reports", tmp_path, environment)["in view"] == [False]


def test_another_model_is_used_and_a_damaged_one_refused(tmp_path: Path, environment: dict[str, str]) -> None:
    for name in ("second", "third"):
        shutil.copytree(SHIPPED_BUNDLE, tmp_path / "models" / name)
    (tmp_path / "models" / "third" / HEAD).write_text("{}")

    notes = play("choose_models", tmp_path, environment)

    assert notes["in_use"] == ["shipped"]
