"""Collect face crops for training: by key, by button or automatically."""

from collections import deque
from pathlib import Path
from typing import Any, ClassVar

from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, OptionProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from app.capture.collector import Collector, CollectReport
from app.gui.gallery.gallery import Gallery
from app.gui.navigation.shortcuts import Shortcut
from app.gui.screens.base import BaseScreen, ScreenPart
from app.people.changes import Undo
from app.people.crop_check import CropCheck
from app.presenters.camera import is_mirrored
from app.presenters.collect import (
    WAITING,
    CollectView,
    counted_crops,
    notice_of,
    present,
    progress_words,
    share_of,
)
from app.presenters.collecting.goals import doubt_words, goal_share, missing_words, purpose_words
from app.presenters.people.people import PictureView
from app.storage.crop_store import CropKind
from app.translation.catalogue import tr, translatable
from model.vision.frame import RgbImage

__all__ = ["CollectScreen", "CropKindCard", "Gallery"]

RECENT_CROPS = 8
KIND_NAMES = {
    CropKind.ANCHOR: translatable("anchor"),
    CropKind.POSITIVE: translatable("positive"),
    CropKind.NEGATIVE: translatable("negative"),
}
KEYS = {"a": CropKind.ANCHOR, "p": CropKind.POSITIVE, "n": CropKind.NEGATIVE}


class CropKindCard(ScreenPart, BoxLayout):
    """One kind of crop with its buttons; styled in collect.kv."""

    kind = OptionProperty(CropKind.ANCHOR, options=list(CropKind))
    key = StringProperty("")
    purpose = StringProperty("")
    purpose_height_needed = NumericProperty(0)
    missing = StringProperty("")
    count = NumericProperty(0)
    counted = StringProperty("")
    share = NumericProperty(0.0)
    goal = NumericProperty(0.0)


class CollectScreen(BaseScreen):
    parts: ClassVar = {
        "candidate_panel": ("side", "CandidatePanel"),
        "doubt_panel": ("side", "DoubtPanel"),
        "amount_panel": ("side", "AmountPanel"),
        "recent_crops": ("side", "RecentCrops"),
        "anchor": ("cards", "AnchorCard"),
        "positive": ("cards", "PositiveCard"),
        "negative": ("cards", "NegativeCard"),
    }
    shortcuts = (
        Shortcut("A", translatable("Keep the next good crop as an anchor")),
        Shortcut("P", translatable("Keep the next good crop as a positive")),
        Shortcut("N", translatable("Keep the next good crop as a negative")),
    )
    view: CollectView = ObjectProperty(WAITING, rebind=True)
    amount = NumericProperty(50)
    ready = BooleanProperty(False)
    capturing = BooleanProperty(False)
    progress = StringProperty("")
    doubt = StringProperty("")
    has_recent = BooleanProperty(False)
    purpose_height = NumericProperty(0)
    """Of the purpose with the most lines: the three cards have the same height. 0 if they are stacked."""
    undo_words = StringProperty("")

    def __init__(self, *arguments: Any, **kwargs: Any) -> None:
        super().__init__(*arguments, **kwargs)
        self._collector: Collector | None = None
        self._answers: deque[CollectReport] = deque()
        self._failure: str | None = None
        self._check: CropCheck | None = None
        self._doubtful: Path | None = None
        self._recent: deque[PictureView] = deque(maxlen=RECENT_CROPS)
        self._undo: Undo | None = None

    def activate(self) -> None:
        self._forget()
        self._recent.clear()
        self._show_recent()
        self._begin()

    def deactivate(self) -> None:
        self.stop()

    def refresh(self) -> None:
        engine, preview = self.controller.engine, self.ids.preview
        preview.mirrored = is_mirrored(self.controller.settings.camera)
        preview.show(engine.frames.peek())
        self._show(self.controller.collection_reports.peek())
        self._show_progress()
        while self._answers:
            self._take_answer(self._answers.popleft())

    def handle_key(self, key: str) -> bool:
        if key in KEYS:
            self.keep(KEYS[key])
        return key in KEYS

    def align_purposes(self) -> None:
        cards = self.ids.cards.children
        needed = max((card.purpose_height_needed for card in cards), default=0)
        self.purpose_height = 0 if self.narrow else needed

    def keep(self, kind: str) -> None:
        """Keep the next crop if it is good enough."""
        if self._collector:
            self._collector.capture(CropKind(kind))

    def capture(self, kind: str) -> None:
        """Keep ``amount`` good and varied crops automatically."""
        if self._collector:
            self._collector.capture_automatically(CropKind(kind), self.amount)

    def stop(self) -> None:
        if self._collector:
            self._collector.stop()

    def remove(self, path: Path) -> None:
        """Delete a crop that was just kept."""
        person = self.controller.settings.person
        self.worker.run(
            lambda: self.controller.people.remove_pictures(person, [path]),
            lambda undo: self._show_removal(path, undo),
            self.host.show_error,
        )

    def remove_doubtful(self) -> None:
        if self._doubtful:
            self.remove(self._doubtful)

    def keep_doubtful(self) -> None:
        self._doubtful, self.doubt = None, ""

    def undo(self) -> None:
        undo, self._undo, self.undo_words = self._undo, None, ""
        if undo:
            self.worker.run(undo, lambda done: self._begin(), self.host.show_error)

    def _begin(self) -> None:
        """Count the crops on the disk, and judge frames."""
        self._collector = self._failure = None
        self.worker.run(self._judge, self._set_collector, self._fail)

    def _forget(self) -> None:
        self._check = self._doubtful = self._undo = None
        self.doubt = self.undo_words = ""

    def _take_answer(self, report: CollectReport) -> None:
        answer = notice_of(report)
        if answer:
            self.host.show_notice(answer.sentence, answer.tone)
        if report.saved and report.crop is not None:
            path, crop, kind = report.saved, report.crop, CropKind(report.saved.parent.name)
            self._recent.append(PictureView(path, crop, tr(KIND_NAMES[kind])))
            self._show_recent()
            self.worker.run(lambda: self._find_doubt(kind, crop), lambda words: self._show_doubt(path, words))

    def _find_doubt(self, kind: CropKind, crop: RgbImage) -> str:
        """On the worker thread."""
        person = self.controller.settings.person
        if self._check is None:
            self._check = self.controller.people.check_crops(person, self.controller.thresholds)
        return doubt_words(kind, self._check.compare(crop), person)

    def _show_doubt(self, path: Path, words: str) -> None:
        if words:
            self._doubtful, self.doubt = path, words

    def _show_recent(self) -> None:
        self.has_recent = bool(self._recent)
        self.ids.recent.show(list(self._recent))

    def _show_removal(self, path: Path, undo: Undo) -> None:
        self._recent = deque((one for one in self._recent if one.path != path), maxlen=RECENT_CROPS)
        self._show_recent()
        self._undo, self.undo_words = undo, tr("1 crop removed.")
        self.keep_doubtful()
        self._begin()

    def _judge(self) -> Collector | None:
        """On the worker thread."""
        return self.controller.judge_collection(self._queue_answer)

    def _queue_answer(self, report: CollectReport) -> None:
        """On the judge thread. Queue every report that the user is waiting for."""
        if report.requested or report.failure or report.saved:
            self._answers.append(report)

    def _set_collector(self, collector: Collector | None) -> None:
        self._collector = collector
        self.ready = collector is not None

    def _fail(self, message: str) -> None:
        self.ready, self._failure = False, message

    def _show(self, report: CollectReport | None) -> None:
        self.view = present(report, self.readiness(self._failure))
        self.ids.candidate.show_crop(report.crop if report else None)
        self.ids.preview.mark(self.view.box, self.view.tone, report.frame if report else None)

    def _show_progress(self) -> None:
        progress = self._collector.progress if self._collector else None
        self.capturing = progress is not None and not progress.done
        self.progress = progress_words(progress)
        for kind in CropKind:
            card = self.ids[kind.value]
            card.share = share_of(kind, progress)
            if self._collector:
                card.count = self._collector.counts.of(kind)
            card.counted, card.purpose = counted_crops(kind, card.count), purpose_words(kind)
            card.goal, card.missing = goal_share(kind, card.count), missing_words(kind, card.count)
