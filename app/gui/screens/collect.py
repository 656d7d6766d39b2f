"""Collect face crops for training: by key, by button or automatically."""

from collections import deque
from typing import Any

from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, OptionProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from app.capture.collector import Collector, CollectReport
from app.gui.navigation.shortcuts import Shortcut
from app.gui.screens.base import BaseScreen
from app.presenters.camera import is_mirrored
from app.presenters.collect import WAITING, CollectView, notice_of, present, progress_words, share_of
from app.storage.crop_store import CropKind
from app.translation.catalogue import translatable

KEYS = {"a": CropKind.ANCHOR, "p": CropKind.POSITIVE, "n": CropKind.NEGATIVE}


class CropKindRow(BoxLayout):
    """One kind of crop with its buttons; styled in collect.kv."""

    kind = OptionProperty(CropKind.ANCHOR, options=list(CropKind))
    key = StringProperty("")
    words = StringProperty("")
    count = NumericProperty(0)
    share = NumericProperty(0.0)
    amount = NumericProperty(50)
    ready = BooleanProperty(False)
    __events__ = ("on_keep", "on_capture")

    def on_keep(self) -> None:
        """Overridden in .kv files."""

    def on_capture(self) -> None:
        """Overridden in .kv files."""


class CollectScreen(BaseScreen):
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

    def __init__(self, *arguments: Any, **kwargs: Any) -> None:
        super().__init__(*arguments, **kwargs)
        self._collector: Collector | None = None
        self._answers: deque[CollectReport] = deque()
        self._failure: str | None = None

    def activate(self) -> None:
        self._collector = self._failure = None
        self.worker.run(self._judge, self._set_collector, self._fail)

    def deactivate(self) -> None:
        self.stop()

    def refresh(self) -> None:
        engine, preview = self.controller.engine, self.ids.preview
        preview.mirrored = is_mirrored(self.controller.settings.camera)
        preview.show(engine.frames.peek())
        self._show(self.controller.collection_reports.peek())
        self._show_progress()
        while self._answers:
            answer = notice_of(self._answers.popleft())
            if answer:
                self.host.show_notice(answer.sentence, answer.tone)

    def handle_key(self, key: str) -> bool:
        if key in KEYS:
            self.keep(KEYS[key])
        return key in KEYS

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

    def _judge(self) -> Collector | None:
        """On the worker thread."""
        return self.controller.judge_collection(self._queue_answer)

    def _queue_answer(self, report: CollectReport) -> None:
        """On the judge thread. Queue every report that the user is waiting for."""
        if report.requested or report.failure:
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
            row = self.ids[kind.value]
            row.share = share_of(kind, progress)
            row.count = getattr(self._collector.counts, kind) if self._collector else 0
