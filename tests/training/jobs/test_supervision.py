import os
import subprocess
import sys

import pytest

from training.jobs.supervision import NICENESS, lower_priority


@pytest.mark.skipif(not hasattr(os, "setpriority"), reason="Windows sets the priority at the start")
def test_a_job_has_the_same_low_priority_however_often_it_is_lowered() -> None:
    command = [sys.executable, "-S", "-c", "input()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as job:
        before = os.getpriority(os.PRIO_PROCESS, job.pid)
        for _ in range(2):
            lower_priority(job.pid)
        after = os.getpriority(os.PRIO_PROCESS, job.pid)
        job.communicate(b"\n")
    assert after == max(NICENESS, before)


def test_a_job_that_has_ended_keeps_the_window_going() -> None:
    with subprocess.Popen([sys.executable, "-S", "-c", ""]) as job:
        job.wait()
    lower_priority(job.pid)
