"""Collecting against a model in memory: what was asked for is kept once, and counted."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from app.capture.collector import Collector
from app.storage.crop_store import CropKind, CropStore
from tests.support.fakes import FakeFinder, face_at, frame_of, sharp_image

pytestmark = pytest.mark.slow

KINDS = st.sampled_from(CropKind)
SCENES = [sharp_image(100 + number, size=240) for number in range(4)]
"""Each is unlike the others."""


class Collecting(RuleBasedStateMachine):
    """``wish`` and ``left`` are the requests: one crop, and a number of a kind."""

    def __init__(self):
        super().__init__()
        self.home = tempfile.TemporaryDirectory()
        self.store, self.finder = CropStore(Path(self.home.name)), FakeFinder(face_at())
        self.kept = dict.fromkeys(CropKind, 0)
        self.start()

    def teardown(self):
        self.home.cleanup()

    @rule()
    def start(self):
        self.collector = Collector(self.finder, self.store, "ada")
        self.seen, self.wish, self.kind, self.left = set(), None, None, 0

    @rule(kind=KINDS)
    def ask_for_one(self, kind):
        self.collector.capture(kind)
        self.wish = kind

    @rule(kind=KINDS, count=st.integers(1, 2))
    def ask_for_some(self, kind, count):
        self.collector.capture_automatically(kind, count)
        self.kind, self.left = kind, count

    @rule()
    def stop(self):
        self.collector.stop()
        self.wish, self.kind, self.left = None, None, 0

    @rule(
        scene=st.integers(0, len(SCENES) - 1),
        face=st.sampled_from([True, True, False]),
        wish=st.none() | KINDS,
    )
    def look(self, scene, face, wish):
        if wish:
            self.ask_for_one(wish)
        self.finder.faces[:] = [face_at()] if face else []
        report = self.collector.process(frame_of(SCENES[scene], scene))
        wanted = self.wish or (self.kind if self.left else None)
        fits = face and scene not in self.seen
        assert report.requested is self.wish, "each wish is answered by the next frame"
        assert (report.saved is not None) == (fits and wanted is not None)
        assert (report.reason is None) == fits
        self.wish = None
        if report.saved:
            self.seen.add(scene)
            self.kept[wanted] += 1
            self.left -= wanted is self.kind and self.left > 0

    @invariant()
    def what_is_counted_is_there(self):
        counts = self.collector.counts
        assert counts == self.store.counts("ada")
        assert {kind: counts.of(kind) for kind in CropKind} == self.kept

    @invariant()
    def an_automatic_capture_ends_at_its_target(self):
        progress = self.collector.progress
        if self.kind is None:
            assert progress is None
        else:
            assert (progress.kind, progress.target - progress.saved) == (self.kind, self.left)
            assert progress.done == (self.left == 0)


TestCollecting = Collecting.TestCase
TestCollecting.settings = settings(settings(), stateful_step_count=25)
