"""A list from its first row to its last, with workers that need no networks."""

from itertools import count
from threading import Barrier

import pytest

from app.scoring import pair_scorer
from app.scoring.pair_csv import Pair
from app.scoring.pair_scorer import ScoringSummary, score, score_rows
from app.scoring.provenance import ProvenanceMismatchError
from tests.app.scoring.synthetic_pairs import (
    BLANK,
    PROVENANCE,
    FakeSameface,
    compare,
    read_rows,
    write_list,
    write_pictures,
)
from training.jobs.progress import ignore_progress, never_stop

SHADES = range(0, 200, 5)


@pytest.fixture
def run(tmp_path):
    """Score the list of ``rows``; stop after so many."""

    def go(pairs, stop_after=None, workers=None):
        asked = count(1)
        should_stop = never_stop if stop_after is None else lambda: next(asked) >= stop_after
        workers = workers or [FakeSameface(), FakeSameface()]
        return score(
            pairs, tmp_path / "scores.csv", PROVENANCE, workers, compare, ignore_progress, should_stop
        )

    return go


@pytest.fixture
def pairs(tmp_path):
    write_pictures(tmp_path, *SHADES)
    rows = [[f"{one}.png", f"{other}.png"] for one in SHADES for other in (0, 100)]
    return write_list(tmp_path / "pairs.csv", rows)


def test_every_row_has_its_score_in_the_lists_order(run, pairs, tmp_path):
    outcome = run(pairs)
    assert (outcome.rows, outcome.total, outcome.new, outcome.unscored) == (80, 80, 80, 0)
    rows = read_rows(tmp_path / "scores.csv")
    assert [(row["left"], row["right"]) for row in rows] == [pair.cells for pair in pairs]
    for row in rows:
        one, other = (int(row[side].removesuffix(".png")) for side in ("left", "right"))
        assert float(row["similarity"]) == pytest.approx(1 - abs(one - other) / 255, abs=0.01), row


def test_bad_rows_say_why_and_stop_nothing(run, tmp_path):
    write_pictures(tmp_path, 10, BLANK)
    (tmp_path / "words.png").write_text("no picture")
    expected = {
        ("10.png", "10.png"): "ok",
        ("gone.png", "10.png"): "left: no file",
        ("10.png", ""): "right: no file",
        ("10.png", "words.png"): "right: not a picture",
        (f"{BLANK}.png", "words.png"): "left: no face found",
        ("10.png",): "malformed row",
        ("10.png", str(tmp_path / "10.png")): "ok",
    }
    outcome = run(write_list(tmp_path / "pairs.csv", list(expected)))
    rows = read_rows(tmp_path / "scores.csv")
    assert [row["status"] for row in rows] == list(expected.values())
    assert [bool(row["similarity"]) for row in rows] == [status == "ok" for status in expected.values()]
    assert (outcome.new, outcome.unscored) == (7, 5)


def test_other_columns_and_difficult_names_are_kept(run, tmp_path):
    write_pictures(tmp_path, 10)
    rows = [["1", "10.png", 'a "fine"\nname, this', ""], ["0", "10.png", "b", "10.png"]]
    run(write_list(tmp_path / "pairs.csv", rows, ("same", "left", "note", "right")))
    read = read_rows(tmp_path / "scores.csv")
    assert [list(row.values())[:4] for row in read] == rows
    assert list(read[0]) == ["same", "left", "note", "right", "similarity", "status"]


def test_a_picture_in_many_rows_is_processed_once(run, pairs):
    workers = [FakeSameface(), FakeSameface()]
    run(pairs, workers=workers)
    assert sorted(workers[0].looked + workers[1].looked) == list(SHADES)


def test_a_stopped_run_resumes_to_the_same_file(run, pairs, tmp_path):
    out = tmp_path / "scores.csv"
    run(pairs)
    whole = out.read_bytes()
    out.unlink()
    assert run(pairs, stop_after=7).rows == 7
    assert whole.startswith(out.read_bytes())
    out.write_bytes(out.read_bytes() + b"torn, li")
    assert run(pairs, stop_after=1).rows == 8
    out.write_bytes(out.read_bytes() + b"whole,line\n")
    with pytest.raises(ProvenanceMismatchError):
        run(pairs)
    out.write_bytes(whole[: len(whole) // 2])
    assert run(pairs, stop_after=5).new == 5
    workers = [FakeSameface()]
    outcome = run(pairs, workers=workers)
    assert (outcome.rows, outcome.total) == (80, 80)
    assert 0 < outcome.new < 40
    assert len(workers[0].looked) < len(SHADES)
    assert out.read_bytes() == whole
    assert run(pairs).new == 0
    assert out.read_bytes() == whole


def test_a_list_without_rows_has_a_header_for_its_scores(run, tmp_path):
    outcome = run(write_list(tmp_path / "pairs.csv", []))
    assert (outcome.rows, outcome.total) == (0, 0)
    assert (tmp_path / "scores.csv").read_bytes() == b"left,right,similarity,status\n"
    assert isinstance(run(write_list(tmp_path / "pairs.csv", [])), ScoringSummary)


def test_of_an_endless_list_only_so_much_is_read_and_remembered(tmp_path, monkeypatch):
    monkeypatch.setattr(pair_scorer, "ROWS_AHEAD", 4)
    monkeypatch.setattr(pair_scorer, "MAX_CACHED_EMBEDDINGS", 3)
    read = 0

    def endless_frames():
        nonlocal read
        for read in count(1):
            missing = tmp_path / f"{read}.png"
            yield Pair((str(read), str(read)), (missing, missing))

    with score_rows(endless_frames(), [FakeSameface()], compare) as scores:
        for taken in range(50):
            assert next(scores).cells[0] == str(taken + 1)
            assert read - taken == 4


def test_an_unforeseen_error_of_a_worker_ends_the_run_and_leaves_whole_rows(run, pairs, tmp_path):
    class Broken(FakeSameface):
        def find(self, image):
            if image[0, 0, 0] == 150:
                raise KeyError("unforeseen")
            return super().find(image)

    with pytest.raises(KeyError):
        run(pairs, workers=[Broken()])
    assert len(read_rows(tmp_path / "scores.csv")) == 60
    assert run(pairs).new == 20


def test_workers_are_at_work_at_once(tmp_path):
    """Each waits for the other: one after the other they would wait forever."""
    both = Barrier(2, timeout=10)

    class Waiting(FakeSameface):
        def find(self, image):
            both.wait()
            return super().find(image)

    write_pictures(tmp_path, 10, 20)
    rows = [Pair(("", ""), (tmp_path / "10.png", tmp_path / "20.png"))]
    with score_rows(rows, [Waiting(), Waiting()], compare) as scores:
        assert [scored.status for scored in scores] == ["ok"]
