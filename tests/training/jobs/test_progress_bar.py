from training.jobs.progress import Progress
from training.jobs.progress_bar import progress_bar


def test_every_stage_has_its_own_bar_with_its_message(capsys, monkeypatch):
    monkeypatch.setattr("training.jobs.progress_bar.SHOW_EVERY_S", 0)
    with progress_bar() as report:
        report(Progress("finding faces", 3, 4, "1 without a face"))
        report(Progress("training", 1, 2))
        report(Progress("training", 2, 2, "loss 0.5"))
    shown = capsys.readouterr().err
    for part in ("finding faces", "3/4", "1 without a face", "training", "2/2", "loss 0.5"):
        assert part in shown


def test_a_stage_is_named_as_soon_as_it_begins_and_wiped_in_the_end(capsys):
    with progress_bar() as report:
        report(Progress("loading TensorFlow", 0, 0))
        assert "loading TensorFlow" in capsys.readouterr().err
    assert capsys.readouterr().err.split("\r")[-1].strip() == ""
