"""Collect face crops for training: by key, by button or automatically."""

from collections import deque
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from kivy.clock import Clock
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, OptionProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from app.capture.collector import CaptureProgress, Collector, CollectReport
from app.gui.gallery.gallery import Gallery
from app.gui.navigation.focus import reveal
from app.gui.navigation.shortcuts import Shortcut, remove_shortcut, undo_shortcut
from app.gui.screens.base import BaseScreen, ScreenPart
from app.people.changes import Undo
from app.people.crop_check import CropCheck
from app.people.undo_stack import Change, UndoStack
from app.presenters.camera import is_mirrored
from app.presenters.collect import (
    WAITING,
    CollectView,
    captured_words,
    counted_crops,
    notice_of,
    present,
    progress_words,
)
from app.presenters.collecting.doubts import Doubt, doubts_words, find_doubt
from app.presenters.collecting.goals import goal_share, missing_words, purpose_words
from app.presenters.collecting.recent import RECENT_CROPS, picture_of, recent_crops
from app.presenters.people.people import PictureView
from app.presenters.plurals import counted_removals
from app.presenters.readiness import blocking_state
from app.presenters.tone import Tone
from app.storage.crop_store import CropKind
from app.translation.catalogue import translatable
from model.vision.frame import RgbImage

__all__ = ["CollectScreen", "CropKindCard", "Gallery"]


def keep_shortcut(key: str, action: str, kind: CropKind) -> Shortcut:
    return Shortcut(key, action, (key.lower(),), lambda screen: screen.keep(kind))


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
    """Of the crops that training needs."""
    capturing = BooleanProperty(False)
    """Whether crops of this kind are captured automatically."""


class CollectScreen(BaseScreen):
    parts: ClassVar = {
        "lock_notice": ("top", "LockNotice"),
        "candidate_panel": ("side", "CandidatePanel"),
        "doubt_panel": ("side", "DoubtPanel"),
        "amount_panel": ("side", "AmountPanel"),
        "removal_panel": ("side", "RemovalPanel"),
        "recent_crops": ("side", "RecentCrops"),
        "anchor": ("cards", "AnchorCard"),
        "positive": ("cards", "PositiveCard"),
        "negative": ("cards", "NegativeCard"),
    }
    shortcuts = (
        keep_shortcut("A", translatable("Keep the next good crop as an anchor"), CropKind.ANCHOR),
        keep_shortcut("P", translatable("Keep the next good crop as a positive"), CropKind.POSITIVE),
        keep_shortcut("N", translatable("Keep the next good crop as a negative"), CropKind.NEGATIVE),
        Shortcut("S", translatable("Stop capturing"), ("s",), lambda screen: screen.stop()),
        remove_shortcut(),
        undo_shortcut(translatable("Undo the last removal")),
    )
    view: CollectView = ObjectProperty(WAITING, rebind=True)
    amount = NumericProperty(50)
    ready = BooleanProperty(False)
    """Whether crops can be kept."""
    locked = BooleanProperty(False)
    """Whether the data folder needs its passphrase."""
    capturing = BooleanProperty(False)
    doubt = StringProperty("")
    doubtful = NumericProperty(0)
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
        self._doubts: list[Doubt] = []
        self._recent: tuple[PictureView, ...] = ()
        self._undo = UndoStack()
        self._person = ""
        self._finished: CaptureProgress | None = None
        self._reveal_doubt = Clock.create_trigger(lambda dt: reveal(self.ids.doubt_panel))
        self.arrange()

    def activate(self) -> None:
        self._check = None
        self.keep_doubtful()
        if self._person != self.controller.settings.person:
            self._person, self._undo = self.controller.settings.person, UndoStack()
        self.ready, self._collector, self._failure = False, None, None
        self.worker.run(self._judge, self._set_collector, self._fail)
        self._reload()

    def deactivate(self) -> None:
        self.stop()
        self.undo_words = ""

    def refresh(self) -> None:
        engine, preview = self.controller.engine, self.ids.preview
        preview.mirrored = is_mirrored(self.controller.settings.camera)
        preview.show(engine.frames.peek())
        self._show(self.controller.collection_reports.peek())
        self._show_progress()
        while self._answers:
            self._take_answer(self._answers.popleft())

    def arrange(self) -> None:
        """Where everything is stacked, the cards are directly below the camera picture."""
        cards = self.ids.cards
        parent, index = (self.ids.columns, 1) if self.narrow else (self.ids.rows, 0)
        if cards.parent is not parent:
            cards.parent.remove_widget(cards)
            parent.add_widget(cards, index=index)
        self.align_purposes()

    def align_purposes(self) -> None:
        cards = self.ids.cards.children
        needed = max((card.purpose_height_needed for card in cards), default=0)
        self.purpose_height = 0 if self.narrow else needed

    def keep(self, kind: str) -> None:
        """Keep the next crop if it is good enough."""
        if self._collector and self.ready:
            self._collector.capture(CropKind(kind))

    def capture(self, kind: str) -> None:
        """Keep ``amount`` good and varied crops automatically."""
        if self._collector and self.ready:
            self.host.show_notice("")
            self.undo_words = ""
            self._collector.capture_automatically(CropKind(kind), self.amount)

    def stop(self) -> bool:
        """Returns whether crops were captured automatically."""
        if self._collector:
            self._collector.stop()
        return self.capturing

    def remove(self, path: Path) -> None:
        """Delete a crop that was just kept."""
        self._remove([path])

    def remove_selected(self) -> bool:
        """Returns whether there is a picture to remove."""
        return bool(self.ids.recent.remove())

    def remove_doubtful(self) -> None:
        self._remove([doubt.path for doubt in self._doubts])

    def keep_doubtful(self) -> None:
        self._show_doubts([])

    def undo(self) -> bool:
        """Returns whether there was a removal."""
        change = self._undo.pop()
        self.undo_words = self._undo.words
        if change:
            self.worker.run(change.undo, lambda done: self._reload(), self.host.show_error)
        return change is not None

    def _reload(self) -> None:
        """Show what is on the disk. A capture goes on."""
        self.worker.run(self._load, self._show_recent, self.host.show_error)

    def _load(self) -> list[PictureView]:
        """On the worker thread."""
        if self._collector:
            self._collector.recount()
        return recent_crops(self.controller.people.crops, self.controller.settings.person)

    def _remove(self, paths: Sequence[Path]) -> None:
        person = self.controller.settings.person
        self.worker.run(
            lambda: self.controller.people.remove_pictures(person, paths),
            partial(self._show_removal, paths, person),
            self.host.show_error,
        )

    def _take_answer(self, report: CollectReport) -> None:
        answer = notice_of(report)
        if answer:
            self.host.show_notice(answer.sentence, answer.tone)
        if report.saved and report.crop is not None:
            path, crop, kind = report.saved, report.crop, CropKind(report.saved.parent.name)
            self._show_recent([picture_of(path, crop, kind), *self._recent])
            self.worker.run(lambda: self._find_doubt(path, kind, crop), self._add_doubt)

    def _find_doubt(self, path: Path, kind: CropKind, crop: RgbImage) -> Doubt | None:
        """On the worker thread."""
        person = self.controller.settings.person
        if self._check is None:
            self._check = self.controller.people.check_crops(person, self.controller.thresholds)
        return find_doubt(path, kind, crop, self._check.compare(crop))

    def _add_doubt(self, doubt: Doubt | None) -> None:
        if doubt is None:
            return
        if not self._doubts and not self.capturing:
            self._reveal_doubt()
        self._show_doubts([*self._doubts, doubt])

    def _show_doubts(self, doubts: list[Doubt]) -> None:
        self._doubts, self.doubtful = doubts, len(doubts)
        self.doubt = doubts_words(doubts, self.controller.settings.person)
        self.ids.doubtful_crop.show_crop(doubts[-1].crop if doubts else None)

    def _show_recent(self, pictures: Sequence[PictureView]) -> None:
        self._recent = tuple(pictures[:RECENT_CROPS])
        self.has_recent = bool(pictures)
        self.ids.recent.show(self._recent)

    def _show_removal(self, paths: Sequence[Path], person: str, undo: Undo) -> None:
        self._undo.push(Change(undo, counted_removals(len(paths)), person))
        self.undo_words = self._undo.words
        self.host.show_notice("")
        self._show_doubts([doubt for doubt in self._doubts if doubt.path not in paths])
        self._reload()

    def _judge(self) -> Collector | None:
        """On the worker thread."""
        return self.controller.judge_collection(self._queue_answer)

    def _queue_answer(self, report: CollectReport) -> None:
        """On the judge thread. Queue every report that the user is waiting for."""
        if report.requested or report.failure or report.saved:
            self._answers.append(report)

    def _set_collector(self, collector: Collector | None) -> None:
        self._collector = collector

    def _fail(self, message: str) -> None:
        self._failure = message

    def _show(self, report: CollectReport | None) -> None:
        readiness = self.readiness(self._failure)
        self.view, self.locked = present(report, readiness), readiness.locked
        self.ready = self._collector is not None and blocking_state(readiness) is None
        self.ids.candidate.show_crop(report.crop if report else None)
        self.ids.preview.mark(self.view.box, self.view.tone, report.frame if report else None)

    def _show_progress(self) -> None:
        progress = self._collector.progress if self._collector else None
        self.capturing = progress is not None and not progress.done
        self.instruction = progress_words(progress) if self.capturing else ""
        if progress and progress.done and progress is not self._finished:
            self._finished = progress
            self.host.show_notice(progress_words(progress), Tone.GOOD)
        for kind in CropKind:
            card = self.ids[kind.value]
            captured = captured_words(kind, progress)
            card.capturing = bool(captured)
            if self._collector:
                card.count = self._collector.counts.of(kind)
            card.counted, card.purpose = counted_crops(kind, card.count), purpose_words(kind)
            card.share = (
                progress.saved / progress.target if progress and captured else goal_share(kind, card.count)
            )
            card.missing = captured or missing_words(kind, card.count)
