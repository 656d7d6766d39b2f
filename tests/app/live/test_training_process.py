import subprocess
import sys

import pytest

from app.live.training_process import KILL_AFTER_S, JobPhase, TrainingJob, training_command
from app.storage.paths import PROJECT, Paths
from tests.support.waiting import DEADLINE_S, wait_until
from training.personalization.options import Depth

SAYS = """
import json, sys
def say(stage, done, total, **more):
    message = {"template": "epoch {epoch}", "values": {"epoch": 2}}
    times = {"seconds_left": None, "loss": None}
    update = dict(stage={"template": stage}, done=done, total=total, message=message, **{**times, **more})
    print(json.dumps(update), flush=True)
"""


def job(tmp_path, script: str) -> TrainingJob:
    return TrainingJob([sys.executable, "-c", SAYS + script], Paths(tmp_path))


def test_updates_become_the_state_and_the_end_is_done(tmp_path):
    state = job(tmp_path, "say('training', 3, 3)").wait(DEADLINE_S)
    assert (state.phase, state.stage, state.done, state.total) == (JobPhase.DONE, "training", 3, 3)


RATE = {"value": 0.5, "count": 1, "trials": 2, "lower": 0.1, "upper": 0.9}
BOUNDS = {"lower": 0.1, "upper": 0.2, "challenger_lower": 0.1, "allowed": 0.0}
WORSE = {"error_name": "false match rate", "champion": RATE, "challenger": RATE, **BOUNDS}


@pytest.mark.parametrize("worse", [[], [WORSE]])
def test_the_result_is_in_the_last_state(tmp_path, worse):
    result = {"model": "20260101-000000-ada", "worse": worse}
    state = job(tmp_path, f"say('judging', 4, 4); print(json.dumps({result!r}))").wait(DEADLINE_S)
    assert (state.phase, state.done, state.result.model) == (JobPhase.DONE, 4, "20260101-000000-ada")
    assert state.rejected == bool(worse)


def test_messages_cross_with_their_parts(tmp_path):
    state = job(tmp_path, "say('training', 1, 4)").wait(DEADLINE_S)
    assert (state.message, state.message.values) == ("epoch 2", {"epoch": 2})


def test_a_failed_job_reports_the_message_of_its_error(tmp_path):
    script = """
from app.system.exit_codes import Exit, fail
from model.messages.message import Message
sys.exit(fail(Message("{file} is empty.", file="a.csv"), Exit.COULD_NOT))
"""
    state = job(tmp_path, script).wait(DEADLINE_S)
    assert (state.phase, state.message) == (JobPhase.FAILED, "a.csv is empty.")
    assert state.message.template == "{file} is empty."


def test_the_loss_of_a_training_and_the_report_of_an_evaluation_are_passed_on(tmp_path):
    script = "say('training', 1, 4, loss=0.25); print(json.dumps({'report': 'reports/one'}))"
    state = job(tmp_path, script).wait(DEADLINE_S)
    assert (state.phase, state.loss, state.report) == (JobPhase.DONE, 0.25, "reports/one")


def test_the_forecast_of_the_job_is_passed_on(tmp_path):
    running = job(tmp_path, "say('training', 1, 4, seconds_left=300.5); sys.stdin.read()")
    wait_until(lambda: running.state.done == 1)
    assert running.state.seconds_left == 300.5
    running.cancel()
    running.wait(DEADLINE_S)


@pytest.mark.slow
def test_a_job_that_ignores_a_cancellation_is_killed(tmp_path):
    running = job(tmp_path, "say('training', 1, 9); import threading; threading.Event().wait()")
    wait_until(lambda: running.state.done == 1)
    running.cancel()
    assert running.wait(DEADLINE_S).phase is JobPhase.CANCELLED


def test_a_cancelled_job_is_killed_within_a_second():
    assert KILL_AFTER_S < 1


def test_a_failed_job_reports_its_last_error_line(tmp_path):
    state = job(tmp_path, "print('first', file=sys.stderr); sys.exit('LFW was not found.')").wait(DEADLINE_S)
    assert (state.phase, state.message) == (JobPhase.FAILED, "LFW was not found.")


def test_a_killed_job_has_failed(tmp_path):
    state = job(tmp_path, "import os; os._exit(9)").wait(DEADLINE_S)
    assert state.phase is JobPhase.FAILED
    assert "exit code 9" in state.message


def test_cancelling_closes_the_input_and_the_job_stops_by_itself(tmp_path, monkeypatch):
    monkeypatch.setattr("app.live.training_process.KILL_AFTER_S", 600.0)
    running = job(tmp_path, "say('training', 1, 9); sys.stdin.read(); sys.exit(130)")
    wait_until(lambda: running.state.done == 1)
    running.cancel()
    assert running.wait(DEADLINE_S).phase is JobPhase.CANCELLED


def test_a_line_that_is_no_update_is_not_taken_for_one(tmp_path):
    state = job(tmp_path, "print('hello'); print('{\"stage\": 1}'); sys.exit(1)").wait(DEADLINE_S)
    assert state.phase is JobPhase.FAILED
    assert state.stage == "starting"


def test_the_job_writes_into_the_same_data_folder(tmp_path):
    script = "import os, pathlib; pathlib.Path(os.environ['SAMEFACE_HOME'], 'here').touch()"
    assert job(tmp_path, script).wait(DEADLINE_S).phase is JobPhase.DONE
    assert (tmp_path / "here").exists()


def test_the_command_names_the_person_and_the_folder():
    command = training_command("Zoë", "/faces", download=True, depth=Depth.DEEP)
    assert command[1].endswith("main.py")
    asked = ["--person", "Zoë", "--depth", "deep", "--lfw", "/faces", "--download"]
    assert command[2:] == ["train", "--supervised", *asked]
    assert "--lfw" not in training_command("Zoë", "", download=False, depth=Depth.QUICK)


@pytest.mark.slow
def test_reading_results_takes_no_library_of_statistics():
    """The window imports the module at its start, and scipy takes 0.2 s."""
    program = "import sys, app.live.training_process; sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=PROJECT).returncode == 0
