"""What the Evaluate screen says about a running evaluation."""

from dataclasses import replace

from app.live.training_process import JobPhase, JobState
from app.presenters.train import JobView, present_job
from app.translation.catalogue import tr


def missing_for_evaluation(folder: str) -> str:
    """What to do before an evaluation can start; empty if it can."""
    return "" if folder else tr("Choose the folder with the pictures.")


def present_evaluation(state: JobState) -> JobView:
    view = present_job(state)
    match state.phase:
        case JobPhase.CANCELLED:
            return replace(view, headline=tr("Evaluation cancelled"), detail=tr("No report was written."))
        case JobPhase.FAILED:
            return replace(view, headline=tr("The evaluation failed"))
        case JobPhase.DONE:
            return replace(view, headline=tr("The report is ready"), detail="")
        case JobPhase.RUNNING:
            return view
