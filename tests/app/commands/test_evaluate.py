"""Judging a bundle as a user does it: public-domain faces, the real finder, the shipped bundle."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.cli import main
from app.live.training_process import JobPhase, TrainingJob, evaluation_command
from app.storage.paths import PROJECT, Paths
from app.system.exit_codes import Exit
from app.translation.language import Language
from app.translation.translator import Translator
from model.runtime.bundle import HEAD, SHIPPED_BUNDLE
from model.vision.frame import RgbImage
from tests.app.test_cli import modules_after
from tests.support.fakes import tree
from tests.support.portraits import COLLINS, HOPPER
from tests.support.synthetic_people import write_pictures
from tests.support.waiting import interrupt_after
from training.evaluation.results import faces_file

FACES = {"Eileen_Collins": COLLINS, "Grace <b>Hopper": HOPPER}


def in_other_light(image: RgbImage, seed: int) -> RgbImage:
    light = np.random.default_rng(seed).uniform(0.8, 1.2, 3)
    return np.asarray((image * light).clip(0, 255), np.uint8)


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two people with three pictures each, and one without a face."""
    folder = tmp_path_factory.mktemp("evaluate") / "people"
    for name, portrait in FACES.items():
        image = portrait.read()
        small = np.asarray(cv2.resize(image, None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA), np.uint8)
        write_pictures(folder / name, np.stack([in_other_light(small, seed) for seed in range(3)]), "{}.jpg")
    write_pictures(folder / "Nobody", np.full((1, 200, 200, 3), 128, np.uint8), "{}.jpg")
    return folder


@pytest.fixture
def evaluate(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    def run(*arguments: object) -> tuple[int, str, str]:
        code = main(["evaluate", "--data", str(tmp_path / "data"), *map(str, arguments)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.mark.slow
def test_a_folder_of_people_is_evaluated(evaluate, people: Path, tmp_path: Path) -> None:
    code, out, _ = evaluate("--people", people)
    assert code == Exit.DONE
    (folder,) = (tmp_path / "data" / "reports").iterdir()
    assert folder.name.endswith("-base")
    assert str(folder / "report.html") in out
    assert "failure to find a face" in out
    findings = json.loads((folder / "evaluation.json").read_bytes())
    values = {measure["name"]: measure["value"] for measure in findings["measures"]}
    assert (values["recall"], values["FMR"], values["AUC"]) == (pytest.approx(6 / 6), 0.0, 1.0)
    assert values["failure to find a face"] == pytest.approx(1 / 7)
    assert findings["subject"]["faceless"] == ["Nobody/1.jpg"]
    assert not list((tmp_path / "data" / "runs").rglob("*.jsonl"))
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "Grace &lt;b&gt;Hopper" in page
    assert "<b>Hopper" not in page


@pytest.mark.slow
def test_listed_pairs_are_evaluated_as_json(evaluate, people: Path, tmp_path: Path) -> None:
    rows = ["left,right,same", "Eileen_Collins/1.jpg,Eileen_Collins/2.jpg,1"]
    rows += ["Eileen_Collins/1.jpg,Grace <b>Hopper/1.jpg,0", "Nobody/1.jpg,Grace <b>Hopper/1.jpg,1"]
    (people / "pairs.csv").write_text("\n".join(rows), encoding="utf-8")
    code, out, _ = evaluate("--pairs", people / "pairs.csv", "--out", tmp_path / "out", "--json")
    assert code == Exit.DONE
    findings = json.loads(out)
    assert findings["format"] == 1
    assert findings == json.loads((tmp_path / "out" / "evaluation.json").read_bytes())
    recall = next(one for one in findings["measures"] if one["name"] == "recall")
    assert (recall["count"], recall["trials"]) == (1, 2)
    assert set(findings["pictures"]) < {file.name for file in (tmp_path / "out").iterdir()}


@pytest.mark.slow
def test_another_bundle_can_be_named(evaluate, people: Path, tmp_path: Path) -> None:
    shutil.copytree(SHIPPED_BUNDLE, tmp_path / "mine")
    code, out, _ = evaluate("--people", people, "--bundle", tmp_path / "mine", "--json")
    assert code == Exit.DONE
    assert json.loads(out)["bundle"]["folder"] == str(tmp_path / "mine")
    assert [entry.name[-5:] for entry in (tmp_path / "data" / "reports").iterdir()] == ["-mine"]


@pytest.mark.slow
def test_the_window_gets_the_place_of_the_report(people: Path, tmp_path: Path) -> None:
    job = TrainingJob(evaluation_command(people_folder=str(people)), Paths(tmp_path / "data"))

    state = job.wait(timeout_s=200)

    assert state.phase is JobPhase.DONE, state.message
    report = Path(state.report)
    assert (report / "report.html").is_file()
    for name in ("roc.png", "det.png", "similarities.png"):
        assert (report / "de" / name).read_bytes() != (report / name).read_bytes()
    assert (report / faces_file("most_similar_strangers.png")).is_file()


@pytest.mark.slow
def test_the_window_shows_its_failure_in_german(tmp_path: Path) -> None:
    command = evaluation_command(people_folder=str(tmp_path / "gone"))
    state = TrainingJob(command, Paths(tmp_path / "data")).wait(timeout_s=60)

    shown = Translator(Language.GERMAN).translate(state.message)

    assert state.message.startswith(f"There is no folder {tmp_path / 'gone'}. Choose a folder")
    assert shown.startswith(f"Es gibt keinen Ordner {tmp_path / 'gone'}. Wählen Sie einen Ordner")


def test_wrong_input_ends_in_a_sentence_and_leaves_nothing(evaluate, people: Path, tmp_path: Path) -> None:
    text, there = tmp_path / "text", tmp_path / "there"
    for name in FACES:
        (text / name).mkdir(parents=True)
        for number in range(2):
            (text / name / f"{number}.jpg").write_text("not a picture")
    there.mkdir()
    shutil.copytree(SHIPPED_BUNDLE, tmp_path / "damaged")
    (tmp_path / "damaged" / HEAD).write_text("{}")
    table = {
        "no folder": (["--people", tmp_path / "no"], Exit.USAGE, "Choose a folder"),
        "no LFW": (["--lfw", tmp_path / "no"], Exit.USAGE, "Name the folder"),
        "text as pictures": (["--people", text], Exit.USAGE, "0.jpg is not a picture"),
        "no list": (["--pairs", tmp_path / "no.csv"], Exit.USAGE, "Name a CSV file"),
        "no bundle": (["--people", people, "--bundle", tmp_path / "no"], Exit.USAGE, "Name the folder"),
        "a damaged bundle": (
            ["--people", people, "--bundle", tmp_path / "damaged"],
            Exit.COULD_NOT,
            "refused",
        ),
        "a report that exists": (["--people", people, "--out", there], Exit.USAGE, "Name a new folder"),
        "a protocol for people": (["--people", people, "--protocol", "view2"], Exit.USAGE, "Remove it"),
        "a choice for LFW": (["--lfw", people, "--choose-threshold"], Exit.USAGE, "Remove it"),
    }
    before = tree(tmp_path).keys()
    for name, (arguments, expected, words) in table.items():
        code, out, err = evaluate(*arguments)
        assert code == expected, (name, err)
        assert words in err, (name, err)
        assert not out, name
    left = {path for path in tree(tmp_path).keys() - before if not path.startswith("data/logs/")}
    assert not left


@pytest.mark.parametrize("arguments", [[], ["--lfw", "a", "--people", "b"]], ids=["nothing", "two"])
def test_exactly_one_dataset_is_evaluated(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["evaluate", *arguments])
    assert end.value.code == Exit.USAGE


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot send Ctrl-C to one process alone")
def test_ctrl_c_ends_it_without_a_report_and_keeps_the_progress(people: Path, tmp_path: Path) -> None:
    many = tmp_path / "many"
    for number in range(200):
        shutil.copytree(people / "Eileen_Collins", many / f"P{number}")
    arguments = ["evaluate", "--people", str(many), "--data", str(tmp_path / "data")]
    process = subprocess.Popen(
        [sys.executable, str(PROJECT / "main.py"), *arguments], stderr=subprocess.PIPE, text=True
    )
    said = interrupt_after(process, "finding faces")
    assert process.returncode == Exit.INTERRUPTED, said
    assert "No report was written. Run the same command again to continue." in said
    assert "Traceback" not in said
    assert not list((tmp_path / "data" / "reports").iterdir())
    (progress,) = (tmp_path / "data" / "runs" / "evaluations").iterdir()
    assert b'"landmarks":[[' in progress.read_bytes()


@pytest.mark.slow
def test_the_learning_libraries_are_never_imported(people: Path, tmp_path: Path) -> None:
    given = ["evaluate", "--people", str(people), "--data", str(tmp_path), "--out", str(tmp_path / "out")]
    code = f"from app.cli import main\nassert main({given!r}) == 0"
    modules = modules_after(code)
    assert modules.isdisjoint({"tensorflow", "keras", "mtcnn", "kivy"})
    assert {"sklearn", "matplotlib"} <= modules
