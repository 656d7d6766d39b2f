import numpy as np
import pytest

from app.capture.collector import Collector
from app.capture.preview import annotated, run_preview
from app.storage.crop_store import CropCounts, CropStore
from app.storage.errors import StoreError
from tests.support.fakes import FakeFinder, FakeSource, face_at, frame_of, sharp_image


class FakeScreen:
    """A user who presses ``keys`` one after the other; None closes the window."""

    def __init__(self, *keys):
        self.shown = []
        self.closed = False
        self._keys = list(keys)

    def show(self, image, wait_s):
        self.shown.append((image, wait_s))
        return self._keys.pop(0) if self._keys else ""

    def close(self):
        self.closed = True


@pytest.fixture
def collector(tmp_path):
    return Collector(FakeFinder(face_at()), CropStore(tmp_path), "ada")


def source(frames=10, **settings):
    return FakeSource(
        (frame_of(sharp_image(100 + number, size=240), number) for number in range(frames)), **settings
    )


def test_keys_keep_crops_as_in_the_old_script(collector):
    screen = FakeScreen("a", "p", "n", "a", "x", "q")
    run_preview(source(), collector, screen)
    assert collector.counts == CropCounts(anchor=2, positive=1, negative=1)
    assert len(screen.shown) == 6
    assert screen.closed


@pytest.mark.parametrize("key", ["q", "\x1b", None])
def test_it_ends_at_q_at_escape_and_when_the_window_is_closed(collector, key):
    screen = FakeScreen("", key)
    run_preview(source(), collector, screen)
    assert len(screen.shown) == 2
    assert screen.closed


def test_a_recording_is_shown_to_its_end_at_its_own_rate(collector):
    screen = FakeScreen()
    run_preview(source(4, live=False, fps=8.0), collector, screen)
    assert [wait_s for _, wait_s in screen.shown] == [1 / 8] * 4


def test_a_live_camera_sets_the_pace_itself(collector):
    screen = FakeScreen()
    run_preview(source(2, live=True, fps=8.0), collector, screen)
    assert [wait_s for _, wait_s in screen.shown] == [0.0] * 2


def test_the_window_closes_when_the_disk_refuses(tmp_path):
    (tmp_path / "people").write_text("a file where a folder should be")
    collector = Collector(FakeFinder(face_at()), CropStore(tmp_path / "people"), "ada")
    screen = FakeScreen("a")
    with pytest.raises(StoreError):
        run_preview(source(), collector, screen)
    assert screen.closed


def test_what_is_shown_is_drawn_on_a_copy(collector):
    frame = frame_of(sharp_image(100, size=240))
    before = frame.image.copy()
    image = annotated(collector.process(frame), "anchor kept")
    assert np.array_equal(frame.image, before)
    assert image.shape == before.shape
    assert not np.array_equal(image[:66], before[:66])
