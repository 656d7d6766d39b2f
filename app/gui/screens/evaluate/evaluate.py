"""Measure the model in use on labelled pictures, and show the reports."""

from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from kivy.clock import Clock
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, OptionProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from app.gui.drawing.colours import colours
from app.gui.lists.gradual_builder import GradualBuilder
from app.gui.navigation.focus import reveal
from app.gui.screens.base import BaseScreen
from app.gui.screens.evaluate.report_figure import ReportFigure, create_figure, read_picture
from app.gui.widgets import ToggleOption
from app.gui.widgets.path_request import request_path
from app.live.training_process import JobPhase, JobState, TrainingJob, evaluation_command
from app.presenters.evaluation.job import missing_for_evaluation, present_evaluation
from app.presenters.evaluation.report import (
    MeasureRow,
    ReportPicture,
    ReportView,
    list_reports,
    load_report,
    save_report,
)
from app.presenters.evaluation.stored_names import report_name
from app.presenters.tone import Tone
from app.presenters.train import JobView
from app.system.file_dialog import DialogKind, FileDialog
from app.translation.catalogue import tr

IDLE = JobView("", "", Tone.CALM, 0.0, running=False)
SOURCES = ("people", "lfw")
MAX_LISTED = 20


class ReportOption(ToggleOption):
    """One of the reports; styled in evaluate.kv."""


class MeasureLine(BoxLayout):
    """One figure of the report; styled in evaluate.kv."""

    row: MeasureRow = ObjectProperty(rebind=True)


class EvaluateScreen(BaseScreen):
    parts: ClassVar = {
        "progress": ("job", "EvaluationProgress"),
        "form_panel": ("form", "EvaluationForm"),
        "report_list": ("form", "ReportList"),
        "report_panel": ("report", "ReportPanel"),
        "report_figures": ("report", "ReportFigures"),
    }
    job_view: JobView = ObjectProperty(IDLE, rebind=True)
    source = OptionProperty("people", options=SOURCES)
    missing = StringProperty("")
    can_start = BooleanProperty(False)
    title = StringProperty("")
    summary = StringProperty("")
    hidden = NumericProperty(0)

    def __init__(self, *arguments: Any, **kwargs: Any) -> None:
        super().__init__(*arguments, **kwargs)
        self._job: TrainingJob | None = None
        self._shown: JobState | None = None
        self._report: Path | None = None
        self._view: ReportView | None = None
        self._active = False
        self._reveal_report = Clock.create_trigger(lambda dt: reveal(self.ids.title))
        self._reveal_progress = Clock.create_trigger(lambda dt: reveal(self.ids.headline))
        self._lister, self._builder = GradualBuilder(), GradualBuilder()
        colours.bind(SURFACE=self._draw_figures)

    def activate(self) -> None:
        self._active = True
        self.controller.stop_judging()
        if not self.ids.folder.text:
            self.choose_source(self.source)
        self.show_reports()

    def deactivate(self) -> None:
        self._active = False
        for figure in self.ids.figures.children:
            figure.hide()

    def shut_down(self) -> None:
        if self._job and self._job.state.phase is JobPhase.RUNNING:
            self._job.cancel()

    def poll(self) -> None:
        if self._job is None or self._job.state is self._shown:
            return
        if self._shown is None:
            self._reveal_progress()
        self._shown = self._job.state
        self.job_view = present_evaluation(self._shown)
        self.check_requirements()
        if not self.job_view.running:
            self.host.show_notice(self.job_view.headline, self.job_view.tone)
        if self._shown.phase is JobPhase.DONE and self._shown.report:
            self._report = Path(self._shown.report)
            self.show_reports()

    def choose_source(self, source: str) -> None:
        """Pictures of LFW, or any folder with a folder for each person."""
        self.source = source
        self.ids.folder.text = self.controller.settings.lfw_folder if source == "lfw" else ""
        self.check_requirements()

    def check_requirements(self) -> None:
        """Show what is missing before an evaluation can start."""
        self.missing = missing_for_evaluation(self.ids.folder.text.strip())
        self.can_start = not self.missing and not self.job_view.running

    def browse(self) -> None:
        title = tr("Choose the folder of pictures")
        request_path(FileDialog(DialogKind.FOLDER, title, self.ids.folder.text), self._set_folder)

    def start(self) -> None:
        folder = self.ids.folder.text.strip()
        sources = {"lfw_folder": folder} if self.source == "lfw" else {"people_folder": folder}
        self._shown, self.can_start = None, False
        self.worker.run(
            lambda: TrainingJob(evaluation_command(**sources), self.controller.paths),
            self._set_job,
            self.host.show_error,
        )

    def cancel(self) -> None:
        if self._job:
            self._job.cancel()

    def show_reports(self) -> None:
        reports = self.controller.paths.reports
        self.worker.run(lambda: list_reports(reports), self._show_reports, self.host.show_error)

    def save(self) -> None:
        """Copy the report that is shown to a folder of the user's choice."""
        if self._report:
            title = tr("Choose where to save the report")
            request_path(FileDialog(DialogKind.FOLDER, title), self._save_in)

    def show_missing(self) -> None:
        """The figures without a value, each with its reason."""
        self.hidden = 0
        if self._view:
            self._builder.add(partial(self._add_measure, row) for row in self._view.missing)

    def _set_folder(self, folder: str) -> None:
        self.ids.folder.text = folder

    def _set_job(self, job: TrainingJob) -> None:
        self._job = job

    def _save_in(self, target: str) -> None:
        report = self._report
        if report:
            self.worker.run(
                lambda: save_report(report, Path(target)), self._announce_copy, self.host.show_error
            )

    def _announce_copy(self, copy: Path) -> None:
        self.host.show_notice(tr("The report is saved in {folder}.", folder=copy), Tone.GOOD)

    def _show_reports(self, reports: list[Path]) -> None:
        self.ids.reports.clear_widgets()
        if reports and self._report not in reports:
            self._report = reports[0]
        self._lister.cancel()
        self._lister.build(partial(self._add_option, folder) for folder in reports[:MAX_LISTED])
        if self._report:
            self._select(self._report)

    def _add_option(self, folder: Path) -> None:
        option = ReportOption(
            text=report_name(folder.name), state="down" if folder == self._report else "normal"
        )
        option.bind(on_release=lambda pressed: self._select(folder))
        self.ids.reports.add_widget(option)

    def _select(self, folder: Path) -> None:
        self._report = folder
        self.worker.run(lambda: load_report(folder), self._show_report, self.host.show_error)

    def _show_report(self, view: ReportView) -> None:
        if view == self._view:
            self._draw_figures()
            return
        is_first, self._view = self._view is None, view
        self.title, self.summary, self.hidden = view.title, view.summary, len(view.missing)
        self.ids.measures.clear_widgets()
        self.ids.figures.clear_widgets()
        self._builder.cancel()
        self._builder.build(partial(self._add_measure, row) for row in view.rows)
        self._builder.build(partial(self._add_figure, picture) for picture in view.pictures)
        self.ids.report_view.scroll_y = 1.0
        if not is_first:
            self._builder.finish_with(self._reveal_report)

    def _add_measure(self, row: MeasureRow) -> None:
        self.ids.measures.add_widget(MeasureLine(row=row))

    def _add_figure(self, picture: ReportPicture) -> None:
        figure = create_figure(picture)
        self.ids.figures.add_widget(figure)
        self._builder.add([*figure.parts(), partial(self._draw_figure, figure)])

    def _draw_figure(self, figure: ReportFigure) -> None:
        self.worker.run(
            lambda: read_picture(figure.picture),
            lambda image: figure.show(image) if self._active else None,
            self.host.show_error,
        )

    def _draw_figures(self, *changed: object) -> None:
        for figure in self.ids.figures.children if self._active else ():
            self._draw_figure(figure)
