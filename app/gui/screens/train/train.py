"""Train a personal model, and choose the model to use."""

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar

from kivy.clock import Clock
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, OptionProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from app.gui.lists.gradual_builder import GradualBuilder
from app.gui.navigation.focus import reveal
from app.gui.screens.base import BaseScreen
from app.gui.screens.train.loss_curve import LossCurve, Points
from app.gui.widgets.path_request import request_path
from app.live.training_process import JobPhase, JobState, TrainingJob
from app.presenters.evaluation.model_change import ChangeRow, ChangeView, present_change
from app.presenters.tone import Tone
from app.presenters.train import (
    JobView,
    MetricView,
    ModelView,
    loss_point,
    missing_for_training,
    new_model_notice,
    present_job,
    present_models,
)
from app.storage.crop_store import CropCounts
from app.storage.model_store import ModelVersion
from app.system.file_dialog import DialogKind, FileDialog
from app.translation.catalogue import tr
from training.personalization.options import Depth

__all__ = ["LossCurve", "TrainScreen"]

IDLE = JobView("", "", Tone.CALM, 0.0, running=False)


class MetricRow(BoxLayout):
    """One metric of a model; styled in train.kv."""

    metric: MetricView = ObjectProperty(rebind=True)


class ChangeLine(BoxLayout):
    """One error rate of two models; styled in train.kv."""

    row: ChangeRow = ObjectProperty(rebind=True)


class ModelCard(BoxLayout):
    """One model version; styled in train.kv."""

    model: ModelView = ObjectProperty(rebind=True)
    use = ObjectProperty()
    hidden = NumericProperty(0)

    def __init__(self, model: ModelView, builder: GradualBuilder, **kwargs: Any) -> None:
        """``builder`` adds the figures."""
        super().__init__(model=model, **kwargs)
        self._builder = builder
        self._show(model.main)
        self.hidden = len(model.rest)

    def show_rest(self) -> None:
        self._show(self.model.rest)
        self.hidden = 0

    def _show(self, metrics: Sequence[MetricView]) -> None:
        self._builder.add(partial(self._add, metric) for metric in metrics)

    def _add(self, metric: MetricView) -> None:
        self.ids.metrics.add_widget(MetricRow(metric=metric))


class TrainScreen(BaseScreen):
    parts: ClassVar = {
        "progress": ("job", "TrainProgress"),
        "introduction": ("form_panel", "TrainIntroduction"),
        "pictures": ("form_panel", "TrainPictures"),
        "controls": ("form_panel", "TrainControls"),
    }
    job_view: JobView = ObjectProperty(IDLE, rebind=True)
    counts: CropCounts = ObjectProperty(CropCounts(), rebind=True)
    depth: str = OptionProperty(Depth.QUICK.value, options=[depth.value for depth in Depth])
    missing = StringProperty("")
    can_start = BooleanProperty(False)
    change: ChangeView = ObjectProperty(ChangeView(), rebind=True)
    can_roll_back = BooleanProperty(False)
    losses: Points = ObjectProperty(())

    def __init__(self, *arguments: Any, **kwargs: Any) -> None:
        super().__init__(*arguments, **kwargs)
        self._job: TrainingJob | None = None
        self._shown: JobState | None = None
        self._models: list[ModelView] = []
        self._builder = GradualBuilder()
        self._reveals_change = False
        self._reveal_change = Clock.create_trigger(lambda dt: self._show_comparison())
        self._reveal_progress = Clock.create_trigger(lambda dt: reveal(self.ids.headline))

    def activate(self) -> None:
        self.controller.stop_judging()
        person = self.controller.settings.person
        self.worker.run(lambda: self.controller.crops.counts(person), self._show_counts, self.host.show_error)
        self.show_models()

    def shut_down(self) -> None:
        """Stop a running training, which keeps its checkpoint."""
        if self._job and self._job.state.phase is JobPhase.RUNNING:
            self._job.cancel()

    def poll(self) -> None:
        if self._job is None or self._job.state is self._shown:
            return
        if self._shown is None:
            self._reveal_progress()
        self._shown = self._job.state
        self.job_view = present_job(self._shown)
        point = loss_point(self._shown)
        if point:
            self.losses = (*self.losses, point)
        self.check_requirements()
        if self._shown.phase is JobPhase.DONE and not self._shown.rejected:
            self._use_newest_model()
        elif not self.job_view.running:
            self.host.show_notice(self.job_view.headline, self.job_view.tone)
        if self._shown.rejected:
            self.show_models()

    def check_requirements(self) -> None:
        """Show what is missing before a training can start."""
        self.missing = missing_for_training(self.counts, self.ids.lfw.text.strip(), self.ids.download.active)
        self.can_start = not self.missing and not self.job_view.running

    def start(self) -> None:
        folder, download = self.ids.lfw.text.strip(), self.ids.download.active
        depth = Depth(self.depth)
        self._shown, self.losses = None, ()
        self.worker.run(lambda: self._start(folder, download, depth), self._set_job, self.host.show_error)
        self.can_start = False

    def cancel(self) -> None:
        if self._job:
            self._job.cancel()

    def browse(self) -> None:
        title = tr("Choose the folder with Labeled Faces in the Wild")
        request_path(FileDialog(DialogKind.FOLDER, title, self.ids.lfw.text), self._set_lfw_folder)

    def use_model(self, name: str) -> None:
        self.worker.run(lambda: self._use(name), self._announce_model, self._report_failure)

    def roll_back(self) -> None:
        """Use the previous model again."""
        self.worker.run(self._roll_back, self._announce_model, self._report_failure)

    def show_models(self) -> None:
        self.worker.run(self._load_models, self._show_models, self.host.show_error)

    def _start(self, folder: str, download: bool, depth: Depth) -> TrainingJob:
        self.controller.change(lfw_folder=folder)
        return self.controller.train(folder, download, depth)

    def _set_job(self, job: TrainingJob) -> None:
        self._job = job

    def _use(self, name: str) -> tuple[str, Sequence[str]]:
        self.controller.models.use(name)
        return self._load_newest()

    def _roll_back(self) -> tuple[str, Sequence[str]]:
        self.controller.models.roll_back()
        return self._load_newest()

    def _load_newest(self) -> tuple[str, Sequence[str]]:
        """Returns its name, and who must enrol again."""
        self.controller.use_newest_model()
        return self.controller.models.current, self.controller.people_to_enrol_again()

    def _load_models(self) -> tuple[list[ModelVersion], str | None]:
        return self.controller.models.versions(), self.controller.models.previous

    def _use_newest_model(self) -> None:
        self.worker.run(self._load_newest, self._announce_model, self._report_failure)

    def _announce_model(self, loaded: tuple[str, Sequence[str]]) -> None:
        self._reveals_change = True
        self.show_models()
        self.host.show_notice(*new_model_notice(*loaded))

    def _report_failure(self, message: str) -> None:
        """The model may have changed all the same."""
        self.show_models()
        self.host.show_error(message)

    def _set_lfw_folder(self, folder: str) -> None:
        self.ids.lfw.text = folder

    def _show_counts(self, counts: CropCounts) -> None:
        self.counts = counts
        self.check_requirements()

    def _show_models(self, found: tuple[list[ModelVersion], str | None]) -> None:
        versions, previous = found
        self.can_roll_back = previous is not None
        self._show_change(present_change(versions, previous))
        models = present_models(versions)
        if models != self._models:
            self._models = models
            self.ids.models.clear_widgets()
            self._builder.cancel()
            self._builder.build(partial(self._add_model, model) for model in models)
        if self._reveals_change:
            self._reveals_change = False
            self._builder.finish_with(self._reveal_change)

    def _show_comparison(self) -> None:
        """All of it where there is room, in any case its beginning."""
        if self.can_roll_back:
            reveal(self.ids.comparison_panel)
            reveal(self.ids.compared)

    def _show_change(self, change: ChangeView) -> None:
        if change == self.change:
            return
        self.change = change
        self.ids.changes.clear_widgets()
        for row in change.rows:
            self.ids.changes.add_widget(ChangeLine(row=row))

    def _add_model(self, model: ModelView) -> None:
        self.ids.models.add_widget(ModelCard(model, self._builder, use=self.use_model))
