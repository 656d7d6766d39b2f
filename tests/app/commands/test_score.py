"""``score`` as a user starts it, on real faces."""

import shutil
import signal
from contextlib import contextmanager

import pytest

from app.cli import main
from app.commands import score as command
from app.system.exit_codes import Exit
from model.runtime.bundle import SHIPPED_BUNDLE
from tests.app.scoring.synthetic_pairs import read_rows, write_list
from tests.app.test_cli import LEARNING_WORLD, modules_after
from tests.support.portraits import COLLINS, HOPPER

FACES = [str(COLLINS.path), str(HOPPER.path)]


@pytest.fixture(autouse=True)
def restored_sigint_handler():
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def pairs(tmp_path):
    rows = [[FACES[0], FACES[0]], [FACES[0], FACES[1]], [FACES[1], "gone.jpg"], [FACES[1], FACES[1]]]
    return write_list(tmp_path / "pairs.csv", rows).file


@pytest.fixture
def run(tmp_path, pairs, capsys):
    def go(*more: object, code: Exit) -> str:
        given = ["--pairs", pairs, "--out", tmp_path / "scores.csv", "--data", tmp_path / "data", *more]
        assert main(["score", *map(str, given)]) == code
        said = capsys.readouterr()
        return said.out + said.err

    return go


@pytest.mark.slow
def test_the_same_face_is_more_similar_and_scored_rows_are_not_scored_again(run, tmp_path):
    said = run(code=Exit.DONE)
    for words in (
        "4 pairs scored, ",
        " pairs/s. ",
        "Without a similarity: 1. The column status says why.",
    ):
        assert words in said
    rows = read_rows(tmp_path / "scores.csv")
    assert [row["status"] for row in rows] == ["ok", "ok", "right: no file", "ok"]
    assert float(rows[1]["similarity"]) < 0.3 < 0.9 < float(rows[0]["similarity"])
    before = (tmp_path / "scores.csv").read_bytes()
    assert "already contains the scores of 4 pairs." in run(code=Exit.DONE)
    assert (tmp_path / "scores.csv").read_bytes() == before


@pytest.mark.slow
def test_after_ctrl_c_the_same_command_resumes(run, tmp_path, monkeypatch):
    @contextmanager
    def interrupted_at_the_second_row():
        def report(progress):
            if (progress.stage, progress.done) == ("scoring", 2):
                signal.raise_signal(signal.SIGINT)

        yield report

    with monkeypatch.context() as patched:
        patched.setattr(command, "progress_bar", interrupted_at_the_second_row)
        said = run(code=Exit.INTERRUPTED)
    assert "Stopped after 2 of 4 pairs. Run the same command again to continue." in said
    assert len(read_rows(tmp_path / "scores.csv")) == 2
    assert "2 pairs scored, " in run(code=Exit.DONE)
    assert len(read_rows(tmp_path / "scores.csv")) == 4


@pytest.mark.slow
def test_another_model_does_not_resume_the_scores_of_the_first(run, tmp_path):
    run(code=Exit.DONE)
    from tests.support.bundles import use_model_without_calibration

    (tmp_path / "data" / "models").mkdir(parents=True)
    use_model_without_calibration(tmp_path / "data" / "models")
    assert "was started with" in run(code=Exit.USAGE)
    assert "already contains the scores" in run("--bundle", SHIPPED_BUNDLE, code=Exit.DONE)


def test_wrong_input_is_an_error_with_advice(run, tmp_path):
    assert "There is no folder" in run("--bundle", tmp_path / "gone", code=Exit.USAGE)
    damaged = shutil.copytree(SHIPPED_BUNDLE, tmp_path / "damaged")
    (damaged / "head.json").write_text("{}")
    assert "is refused" in run("--bundle", damaged, code=Exit.COULD_NOT)
    assert "There is no file" in run("--pairs", tmp_path / "gone.csv", code=Exit.USAGE)
    assert "There is no folder" in run("--out", tmp_path / "gone" / "scores.csv", code=Exit.USAGE)
    assert "is not a score file" in run("--out", tmp_path / "pairs.csv", code=Exit.USAGE)
    (tmp_path / "words.csv").write_text("words\n")
    assert "must start with a header" in run("--pairs", tmp_path / "words.csv", code=Exit.USAGE)


@pytest.mark.slow
def test_scoring_never_imports_the_learning_libraries(pairs, tmp_path):
    arguments = ["score", "--pairs", str(pairs), "--out", str(tmp_path / "out.csv"), "--data", str(tmp_path)]
    modules = modules_after(f"from app.cli import main\nassert main({arguments!r}) == 0")
    assert modules.isdisjoint({*LEARNING_WORLD, "kivy"})
