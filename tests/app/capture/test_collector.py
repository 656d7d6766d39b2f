import errno
import os
import threading

import numpy as np
import pytest

from app.capture.collector import CaptureProgress, Collector, RejectionReason
from app.capture.diversity import DiversityFilter
from app.storage.crop_store import CropCounts, CropKind, CropStore, PersonNameError
from model.vision.image_file import read_image_file
from model.vision.quality import Flaw
from tests.support.fakes import FakeFinder, face_at, frame_of, grey, sharp_image, tree


@pytest.fixture
def store(tmp_path):
    return CropStore(tmp_path)


@pytest.fixture
def finder():
    return FakeFinder(face_at())


@pytest.fixture
def collector(finder, store):
    return Collector(finder, store, "ada")


def good(number: int = 0):
    """A frame whose crop is good and unlike that of every other number."""
    return frame_of(sharp_image(100 + number, size=240), number)


class TestStills:
    def test_a_still_picture_gives_one_crop(self, finder, collector, store):
        image = sharp_image(100, size=240)
        collector.capture_automatically(CropKind.ANCHOR, 5)
        for number in range(10):
            refined = image.copy()
            refined[number::10, ::7] ^= 1
            # As a face is found that is searched for once and followed then.
            finder.faces = [face_at(50 + 4 * (number % 2))]
            collector.process(frame_of(refined, number))
        assert store.count("ada", CropKind.ANCHOR) == 1


class TestLooking:
    def test_a_good_frame_has_no_reason_and_is_saved_only_on_request(self, collector, tmp_path):
        report = collector.process(good())
        assert (report.reason, report.flaws, report.saved, report.requested) == (None, (), None, None)
        assert report.crop.shape == (100, 100, 3)
        assert tree(tmp_path) == {}

    def test_without_a_face_there_is_no_crop(self, store):
        report = Collector(FakeFinder(), store, "ada").process(good())
        assert (report.face, report.crop, report.faces, report.reason) == (
            None,
            None,
            0,
            RejectionReason.NO_FACE,
        )

    def test_of_several_faces_the_largest_is_taken_and_all_are_counted(self, store):
        large, small = face_at(size=150), face_at(size=60)
        report = Collector(FakeFinder(large, small), store, "ada").process(good())
        assert report.face is large
        assert report.faces == 2

    def test_a_flaw_is_the_reason(self, collector):
        report = collector.process(frame_of(grey(10, 240, 240)))
        assert report.flaws[0] in Flaw
        assert report.reason is report.flaws[0]

    @pytest.mark.parametrize(("level", "reason"), [(9, Flaw.TOO_DARK), (254, Flaw.TOO_BRIGHT)])
    def test_in_light_that_may_hide_a_face_none_is_denied(self, store, level, reason):
        report = Collector(FakeFinder(), store, "ada").process(frame_of(grey(level, 240, 240)))
        assert (report.crop, report.reason) == (None, reason)

    def test_a_face_at_the_edge_is_not_kept(self, store):
        report = Collector(FakeFinder(face_at(-60)), store, "ada").process(good())
        assert report.reason is Flaw.CUT_OFF

    def test_a_reason_of_its_own_is_never_the_phrase_of_a_flaw(self):
        assert {flaw.value for flaw in Flaw}.isdisjoint(reason.value for reason in RejectionReason)

    def test_a_person_that_cannot_be_named_is_refused(self, finder, store):
        with pytest.raises(PersonNameError):
            Collector(finder, store, "../ada")


class TestCapturing:
    @pytest.mark.parametrize("kind", list(CropKind))
    def test_a_requested_crop_is_kept_once(self, collector, store, kind):
        collector.capture(kind)
        answer, after = collector.process(good(1)), collector.process(good(2))
        assert answer.requested is kind
        assert store.paths("ada", kind) == [answer.saved]
        assert answer.counts.of(kind) == 1
        assert (after.requested, after.saved) == (None, None)
        assert np.abs(read_image_file(answer.saved).astype(int) - answer.crop).mean() < 15

    def test_a_refused_request_is_answered_with_the_reason_and_forgotten(self, collector, finder, store):
        finder.faces.clear()
        collector.capture(CropKind.ANCHOR)
        answer = collector.process(good(1))
        assert (answer.requested, answer.saved, answer.reason) == (
            CropKind.ANCHOR,
            None,
            RejectionReason.NO_FACE,
        )
        finder.faces.append(face_at())
        assert collector.process(good(2)).saved is None
        assert store.people() == []

    def test_nearly_the_same_crop_is_not_kept_twice(self, collector):
        collector.capture(CropKind.ANCHOR)
        assert collector.process(good(1)).saved
        collector.capture(CropKind.POSITIVE)
        answer = collector.process(good(1))
        assert (answer.saved, answer.reason) == (None, RejectionReason.NEAR_DUPLICATE)

    def test_earlier_runs_are_counted_but_not_compared_with(self, finder, store):
        for expected in (1, 2):
            collector = Collector(finder, store, "ada")
            collector.capture(CropKind.ANCHOR)
            assert collector.process(good(1)).counts == CropCounts(anchor=expected)

    def test_requests_from_another_thread_are_each_answered_once(self, collector):
        asked = threading.Thread(target=lambda: [collector.capture(CropKind.ANCHOR) for _ in range(100)])
        asked.start()
        asked.join()
        saved = [collector.process(good(number)).saved for number in range(3)]
        assert [path is not None for path in saved] == [True, False, False]


class TestCapturingAutomatically:
    def test_it_keeps_varied_crops_until_the_target(self, collector, store):
        collector.capture_automatically(CropKind.POSITIVE, 3)
        frames = [1, 1, 2, 2, 3, 4, 5]
        saved = [collector.process(good(number)).saved is not None for number in frames]
        assert saved == [True, False, True, False, True, False, False]
        assert collector.progress == CaptureProgress(CropKind.POSITIVE, 3, 3)
        assert collector.progress.done
        assert store.counts("ada") == collector.counts == CropCounts(positive=3)

    def test_progress_counts_up_and_is_none_without_a_request(self, collector):
        assert collector.progress is None
        collector.capture_automatically(CropKind.ANCHOR, 2)
        assert collector.progress == CaptureProgress(CropKind.ANCHOR, 0, 2)
        collector.process(good(1))
        assert collector.progress == CaptureProgress(CropKind.ANCHOR, 1, 2)

    def test_stopping_ends_it(self, collector):
        collector.capture_automatically(CropKind.ANCHOR, 5)
        collector.process(good(1))
        collector.stop()
        assert collector.process(good(2)).saved is None
        assert collector.progress is None

    def test_a_request_in_between_goes_first(self, collector):
        collector.capture_automatically(CropKind.ANCHOR, 5)
        collector.capture(CropKind.NEGATIVE)
        assert collector.process(good(1)).counts == CropCounts(negative=1)
        assert collector.process(good(2)).counts == CropCounts(anchor=1, negative=1)
        assert collector.progress.saved == 1

    def test_a_full_disk_is_reported_and_ends_it(self, collector, monkeypatch):
        def full(descriptor):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(os, "fsync", full)
        collector.capture_automatically(CropKind.ANCHOR, 5)
        report = collector.process(good(1))
        assert report.saved is None
        assert "Free some disk space" in report.failure
        assert collector.progress is None
        assert report.counts == collector.counts == CropCounts()

    def test_a_capture_goes_on_while_crops_are_removed_and_restored(self, collector, store):
        collector.capture_automatically(CropKind.ANCHOR, 5)
        first = collector.process(good(1)).saved
        store.remove("ada", CropKind.ANCHOR, [first])
        collector.recount()
        assert collector.counts == CropCounts()
        report = collector.process(good(2))
        assert report.counts == collector.counts == CropCounts(anchor=1)
        assert collector.progress == CaptureProgress(CropKind.ANCHOR, 2, 5)


class TestVariety:
    def test_the_same_picture_in_other_light_is_nothing_new(self):
        variety = DiversityFilter()
        crop = sharp_image(120)
        variety.remember(crop)
        dimmer = (crop * 0.8).astype(np.uint8)
        assert not variety.is_new(dimmer)
        assert not variety.is_new(crop)

    def test_another_picture_is_new_until_it_was_kept(self):
        variety = DiversityFilter()
        variety.remember(sharp_image(120))
        assert variety.is_new(sharp_image(130))
        variety.remember(sharp_image(130))
        assert not variety.is_new(sharp_image(130))
        assert not variety.is_new(sharp_image(120))

    def test_a_face_that_moved_within_the_crop_is_new(self):
        variety = DiversityFilter()
        rows, columns = np.mgrid[0:100, 0:100]
        crop, moved = (
            np.repeat((128 + 100 * np.sin((columns + shift) / 12)).astype(np.uint8)[..., None], 3, axis=2)
            for shift in (0, 5)
        )
        variety.remember(crop)
        assert rows.shape == crop.shape[:2]
        assert variety.is_new(moved)

    def test_a_blank_picture_is_compared_without_dividing_by_zero(self):
        variety = DiversityFilter()
        variety.remember(grey(50, 100, 100))
        assert not variety.is_new(grey(200, 100, 100))
