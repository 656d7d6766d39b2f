import signal

import pytest

from app.system.exit_codes import Exit
from training.jobs.cli_job import COULD_NOT, DONE, INTERRUPTED, USAGE, run_in_terminal
from training.jobs.progress import InsufficientDataError, JobCancelled, JobError
from training.lfw.search import LfwError

ENDINGS = {
    LfwError("no LFW"): Exit.USAGE,
    JobError("no room"): Exit.COULD_NOT,
    InsufficientDataError("two people"): Exit.COULD_NOT,
    JobCancelled("stopped"): Exit.INTERRUPTED,
    KeyError("expected"): Exit.COULD_NOT,
}


@pytest.fixture(autouse=True)
def signals_as_before():
    before = {wish: signal.getsignal(wish) for wish in (signal.SIGINT, signal.SIGTERM)}
    yield
    for wish, handler in before.items():
        signal.signal(wish, handler)


def test_exit_codes_are_those_of_the_app():
    assert (DONE, USAGE, COULD_NOT, INTERRUPTED) == (Exit.DONE, Exit.USAGE, Exit.COULD_NOT, Exit.INTERRUPTED)


@pytest.mark.parametrize(("error", "code"), ENDINGS.items(), ids=lambda value: repr(value))
def test_every_ending_has_its_sentence_and_its_code(error, code, capsys):
    def job(report, should_stop):
        raise error

    assert run_in_terminal(job, KeyError) == code
    assert str(error) in capsys.readouterr().err


def test_the_output_of_a_job_is_printed(capsys):
    assert run_in_terminal(lambda report, should_stop: "98 %") == DONE
    assert capsys.readouterr().out == "98 %\n"
