"""Real files, of every kind that OpenCV 5 shows black, stale or not at all, and of the usual ones."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from app.camera.factory import open_source
from app.camera.source import CameraError
from app.storage.paths import PROJECT
from tests.support.encoded_videos import AV1, INTERLACED, LOSSLESS, PAL, Encoding, write_encoded
from tests.support.fakes import grey, sharp_image
from tests.support.portraits import write_faceless_video, write_video

WIDTH, HEIGHT = PAL


def all_frames(source):
    frames = []
    while (frame := source.read()) is not None:
        frames.append(frame)
    return frames


def moving_bar(number):
    """Dark, with a bright bar that has gone a little farther in each picture."""
    image = grey(40, HEIGHT, WIDTH)
    image[:, 60 * number : 60 * number + 60] = 200
    return image


@pytest.mark.slow
@pytest.mark.parametrize("encoding", INTERLACED, ids=lambda encoding: encoding.name)
def test_every_picture_of_an_interlaced_recording_is_the_one_that_was_filmed(tmp_path, encoding):
    filmed = [moving_bar(number) for number in range(8)]
    with open_source(str(write_encoded(tmp_path, encoding, filmed))) as source:
        seen = [frame.image for frame in all_frames(source)]
    assert len(seen) == len(filmed)
    for number, image in enumerate(seen):
        assert image.shape == (HEIGHT, WIDTH, 3)
        assert int(image.mean(axis=(0, 2)).argmax()) in range(60 * number, 60 * number + 60)
        assert np.abs(image.astype(int) - filmed[number]).mean() < 6


@pytest.mark.skipif(not hasattr(os, "sched_getscheduler"), reason="no policies of scheduling here")
def test_encoding_leaves_no_real_time_priority(tmp_path):
    before = os.sched_getscheduler(0)
    write_encoded(tmp_path, AV1, [moving_bar(number) for number in range(2)])
    assert os.sched_getscheduler(0) == before


def test_av1_plays(tmp_path):
    path = write_encoded(tmp_path, AV1, [moving_bar(number) for number in range(4)])
    with open_source(str(path)) as source:
        assert len(all_frames(source)) == 4


@pytest.mark.parametrize("suffix", [".avi", ".mp4"])
def test_every_frame_is_delivered_with_its_place_in_the_recording(tmp_path, suffix):
    levels = [20, 90, 160, 230]
    path = write_video(tmp_path / f"clip{suffix}", map(grey, levels), fps=8, size=(320, 240))
    with open_source(str(path)) as source:
        assert (source.live, source.fps) == (False, 8.0)
        frames = all_frames(source)
        assert source.read() is None
    assert [(frame.index, frame.seconds) for frame in frames] == [(n, n / 8) for n in range(4)]
    assert np.allclose([frame.image.mean() for frame in frames], levels, atol=6)


def test_pictures_are_rgb(tmp_path):
    red = [np.full((64, 64, 3), (200 + number, 30, 10), np.uint8) for number in range(2)]
    with open_source(str(write_encoded(tmp_path, LOSSLESS, red))) as source:
        assert source.read().image[0, 0].tolist() == [200, 30, 10]


def test_a_recording_that_was_filmed_on_the_side_is_upright(tmp_path):
    path = write_encoded(tmp_path, Encoding("clip.mp4", "mpeg4"), [moving_bar(number) for number in range(3)])
    with open_source(str(path)) as source:
        lying = [frame.image for frame in all_frames(source)]
    path.write_bytes(turned_by_90_degrees(path.read_bytes()))
    with open_source(str(path)) as source:
        upright = [frame.image for frame in all_frames(source)]
    assert all(np.array_equal(one, np.rot90(other, -1)) for one, other in zip(upright, lying, strict=True))


def turned_by_90_degrees(mp4: bytes) -> bytes:
    """As a phone writes it that was held upright: the matrix of the track header turns clockwise."""
    one, minus, whole = (number.to_bytes(4, "big", signed=True) for number in (1 << 16, -(1 << 16), 1 << 30))
    nothing = bytes(4)
    plain = one + 3 * nothing + one + 3 * nothing + whole
    turned = nothing + one + nothing + minus + 4 * nothing + whole
    header = mp4.index(b"tkhd")
    return mp4[:header] + mp4[header:].replace(plain, turned, 1)


def test_a_name_with_spaces_and_other_scripts_opens(tmp_path):
    path = write_faceless_video(tmp_path / "clip.avi", seconds=0.2)
    with open_source(str(path.rename(tmp_path / "mein %d Vidéo: 写真.avi"))) as source:
        assert source.read().image.shape == (480, 640, 3)


def test_a_recording_is_opened_again_from_its_start(tmp_path):
    path = str(write_faceless_video(tmp_path / "clip.avi", seconds=0.4))
    lengths = []
    for _ in range(2):
        with open_source(path) as source:
            lengths.append(len(all_frames(source)))
    assert lengths == [6, 6]


def test_closing_twice_is_harmless_and_nothing_is_read_any_more(tmp_path):
    source = open_source(str(write_faceless_video(tmp_path / "clip.avi", seconds=0.4)))
    source.read()
    source.close()
    source.close()
    assert source.read() is None


@pytest.mark.parametrize("name", ["notes.txt", "notes.mp4", "notes.avi", "notes.nfo", "notes"])
def test_a_text_file_is_not_a_video(tmp_path, name):
    path = tmp_path / name
    path.write_text("This is only a text file.\n" * 50)
    with pytest.raises(CameraError, match="is not a playable video"):
        open_source(str(path))


def test_a_playlist_fetches_nothing_from_the_network(tmp_path):
    path = tmp_path / "list.m3u8"
    path.write_text("#EXTM3U\n#EXTINF:5,\nhttp://127.0.0.1:9/clip.ts\n#EXT-X-ENDLIST\n")
    with pytest.raises(CameraError):
        open_source(str(path))


def test_empty_and_cut_off_files_are_not_played(tmp_path):
    whole = write_faceless_video(tmp_path / "whole.mp4", seconds=0.5).read_bytes()
    for content in (b"", whole[: len(whole) // 3]):
        path = tmp_path / "broken.mp4"
        path.write_bytes(content)
        with pytest.raises(CameraError, match=r"broken\.mp4"):
            open_source(str(path))


def test_what_a_damaged_recording_still_shows_is_played(tmp_path):
    path = write_faceless_video(tmp_path / "clip.avi", seconds=1)
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 4000] = bytes(4000)
    path.write_bytes(content)
    with open_source(str(path)) as source:
        assert 5 < len(all_frames(source)) <= 15


@pytest.mark.parametrize(
    ("images", "words"),
    [
        ([grey(3)] * 3, "every picture is black"),
        ([sharp_image(size=320)] * 5, "all its 5 pictures are the same"),
    ],
)
def test_a_recording_of_nothing_but_black_or_one_picture_cannot_be_decoded(tmp_path, images, words):
    path = write_encoded(tmp_path, LOSSLESS, images)
    with (
        open_source(str(path)) as source,
        pytest.raises(CameraError, match=rf"lossless\.mkv cannot.*{words}"),
    ):
        all_frames(source)


def test_a_recording_of_a_single_picture_plays(tmp_path):
    with open_source(str(write_encoded(tmp_path, LOSSLESS, [sharp_image(size=320)]))) as source:
        assert len(all_frames(source)) == 1


@pytest.mark.slow
@pytest.mark.skipif("SAMEFACE_DATA" not in os.environ, reason="SAMEFACE_DATA names no research data")
@pytest.mark.parametrize("suffix", [".gif", ".mov", ".mpg", ".mp4"])
def test_recordings_of_every_kind_play_to_their_end(suffix):
    clips = sorted((Path(os.environ["SAMEFACE_DATA"]) / "clips").glob(f"*{suffix}"))
    assert clips
    with open_source(str(clips[0])) as source:
        frames = all_frames(source)
    assert len(frames) > 50
    assert 1 < frames[-1].seconds < 60


OPEN_THE_DEMO = """
import sys
from app.camera.factory import open_source
open_source("demo").read()
print("av" in sys.modules)
"""


@pytest.mark.slow
def test_the_decoder_is_not_loaded_for_a_camera():
    command = [sys.executable, "-c", OPEN_THE_DEMO]
    done = subprocess.run(command, capture_output=True, text=True, cwd=PROJECT, timeout=60)
    assert (done.stdout.strip(), done.stderr) == ("False", "")
