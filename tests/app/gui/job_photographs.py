"""Pictures of a training and an evaluation: running, finished, failed, cancelled."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from app.live.training_process import JobPhase, JobState, TrainingResult
from model.messages.message import Message, message_of, sentences
from tests.app.gui.page_photographs import photograph_pages
from tests.app.gui.window_driver import Condition, WindowDriver, after_ticks
from training.evaluation.protocols.people_folder import LAYOUT
from training.lfw.search import LfwError, find_people_folder

PICTURES, DATASET = Path("/pictures"), "demo-people"
"""There is no such folder. The report is of one of this name."""
PERSONAL_MODEL = "20261126-181500-Eileen"
"""In the data folder, not in use."""
PAGES = 5
"""So many pages show what a job says in large text on a small display; the rest is as before it."""
STEPS, EPOCHS, STEPS_PER_EPOCH = 600, 20, 30
EPOCHS_DONE = 8
LAST_EPOCHS = {
    JobPhase.RUNNING: EPOCHS_DONE,
    JobPhase.CANCELLED: EPOCHS_DONE,
    JobPhase.FAILED: 0,
    JobPhase.DONE: EPOCHS,
}
"""A folder is missing before the first one."""


@dataclass
class StagedJob:
    """As ``TrainingJob``."""

    state: JobState

    def cancel(self) -> None:
        """Nothing runs."""


def training_at(epoch: int) -> JobState:
    loss = 0.15 + 0.8 / (1 + epoch)
    words = Message("epoch {epoch} of {epochs}, loss {loss:.3f}", epoch=epoch, epochs=EPOCHS, loss=loss)
    done = epoch * STEPS_PER_EPOCH
    return JobState(JobPhase.RUNNING, Message("training"), done, STEPS, words, seconds_left=95.0, loss=loss)


EVALUATION = JobState(JobPhase.RUNNING, Message("simulating attempts"), 12, 48, seconds_left=40.0)
OVER = JobState(JobPhase.CANCELLED)
"""Then another job can start."""


def photograph_jobs(driver: WindowDriver) -> Iterator[Condition]:
    """Needs a report of an evaluation, and ``PERSONAL_MODEL``, which is in use afterwards."""
    for phase in (JobPhase.RUNNING, JobPhase.CANCELLED, JobPhase.FAILED, JobPhase.DONE):
        yield from photograph_training(driver, phase)
    forget_training(driver)
    for phase in JobPhase:
        yield from photograph_evaluation(driver, phase)


def photograph_training(driver: WindowDriver, phase: JobPhase) -> Iterator[Condition]:
    driver.root.navigate("train")
    yield after_ticks(40)
    screen, job = driver.root.screen, StagedJob(JobState(JobPhase.RUNNING))
    driver.controller.train = lambda *choices: job
    driver.ids.lfw.text = str(PICTURES / "lfw")
    driver.ids.deep.trigger_action(0)
    screen.start()
    yield lambda: screen.job_view.running
    for epoch in range(LAST_EPOCHS[phase]):
        job.state = training_at(epoch + 1)
        yield lambda state=job.state: bool(screen.losses) and screen.losses[-1][1] == state.loss
    job.state = ended(job.state, phase, lfw_missing())
    if phase is JobPhase.DONE:
        driver.controller.models.use(PERSONAL_MODEL)
        job.state = replace(job.state, message=Message(""), result=TrainingResult(PERSONAL_MODEL, []))
    yield from photograph_job(driver, f"train-{phase.value}")
    job.state = OVER
    driver.root.dismiss_notice()


def forget_training(driver: WindowDriver) -> None:
    """As if none had been started."""
    from app.gui.screens.train.train import IDLE

    screen = driver.root.screen
    screen._job, screen.job_view, screen.losses = None, IDLE, ()


def photograph_evaluation(driver: WindowDriver, phase: JobPhase) -> Iterator[Condition]:
    from app.gui.screens.evaluate import evaluate

    driver.root.navigate("evaluate")
    yield after_ticks(40)
    state = JobState(JobPhase.RUNNING) if phase is JobPhase.FAILED else EVALUATION
    screen, job = driver.root.screen, StagedJob(state)
    evaluate.TrainingJob = lambda *choices: job
    driver.ids.folder.text = str(PICTURES / DATASET)
    screen.start()
    yield lambda: screen.job_view.running
    report = max(driver.controller.paths.reports.iterdir())
    job.state = replace(ended(state, phase, faces_missing()), report=str(report))
    yield from photograph_job(driver, f"evaluate-{phase.value}")
    job.state = OVER


def photograph_job(driver: WindowDriver, name: str) -> Iterator[Condition]:
    yield after_ticks(30)
    yield from photograph_pages(driver, name, PAGES)


def ended(state: JobState, phase: JobPhase, failure: Message) -> JobState:
    """As a job ends, see ``TrainingJob``."""
    cancelled = Message("The next training on the same pictures continues from here.")
    messages = {JobPhase.FAILED: failure, JobPhase.CANCELLED: cancelled}
    left = state.seconds_left if phase is JobPhase.RUNNING else None
    return replace(state, phase=phase, message=messages.get(phase, state.message), seconds_left=left)


def lfw_missing() -> Message:
    try:
        find_people_folder(PICTURES / "lfw")
    except LfwError as error:
        return message_of(error)
    raise AssertionError(f"There should be no folder {PICTURES}.")


def faces_missing() -> Message:
    return sentences(Message("There is no folder {folder}.", folder=PICTURES / DATASET), LAYOUT)
