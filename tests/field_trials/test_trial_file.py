from dataclasses import dataclass
from enum import StrEnum

from tests.field_trials.trial_file import Job, TrialFile


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class Draw:
    number: int
    colour: Colour = Colour.RED


def jobs(ran, numbers):
    def run(number):
        ran.append(number)
        return [Draw(number), Draw(10 * number)]

    return [Job(f"draw {number}", lambda number=number: run(number)) for number in numbers]


def test_a_stopped_run_goes_on_where_it_was(tmp_path):
    path, ran = tmp_path / "trials.jsonl", []
    first = list(TrialFile(path, Draw).finish(jobs(ran, [1, 2])))
    again = list(TrialFile(path, Draw).finish(jobs(ran, [1, 2, 3])))
    assert ran == [1, 2, 3]
    assert again == [*first, Draw(3), Draw(30)]


def test_a_line_that_a_kill_cut_off_is_tried_again(tmp_path):
    path, ran = tmp_path / "trials.jsonl", []
    whole = list(TrialFile(path, Draw).finish(jobs(ran, [1, 2])))
    path.write_bytes(path.read_bytes()[:-5])
    assert list(TrialFile(path, Draw).finish(jobs(ran, [1, 2]))) == whole
    assert ran == [1, 2, 2]
    assert path.read_bytes().count(b"\n") == 2


def test_without_a_file_everything_runs():
    ran = []
    assert len(list(TrialFile(None, Draw).finish(jobs(ran, [1])))) == 2
    assert ran == [1]
