import threading

import numpy as np

from app.live.embedding_writer import saving_embeddings
from model.runtime.similarity_head import Head
from model.verification.matcher import EMBEDDING_BATCH, Matcher
from tests.support.fakes import FakeEmbedder, frame_of, grey
from tests.support.waiting import wait_until

CROPS = [grey(level) for level in (40, 120, 200)]


def matcher_of(count: int) -> Matcher:
    matcher = Matcher(FakeEmbedder(), Head(np.full(3, -8.0, np.float32), 4.0))
    matcher.set_references((CROPS * count)[:count])
    return matcher


def test_new_embeddings_are_saved_once_and_not_on_the_thread_that_judges():
    matcher, saved = matcher_of(3), []
    judge = saving_embeddings(
        lambda frame: matcher.embed_pending(),
        matcher,
        lambda rows: saved.append((rows, threading.get_ident())),
    )
    assert judge(frame_of(grey()))
    wait_until(lambda: saved)
    judge(frame_of(grey()))
    ((rows, thread),) = saved
    np.testing.assert_array_equal(rows, FakeEmbedder().embed(CROPS))
    assert thread != threading.get_ident()


def test_nothing_is_saved_while_references_are_pending():
    matcher, saved = matcher_of(2 * EMBEDDING_BATCH), []
    judge = saving_embeddings(lambda frame: matcher.embed_pending(0), matcher, saved.append)
    assert not judge(frame_of(grey()))
    assert not saved
    assert judge(frame_of(grey()))
    wait_until(lambda: saved)


def test_frames_are_judged_while_the_disk_is_slow():
    matcher, disk = matcher_of(3), threading.Event()
    judge = saving_embeddings(lambda frame: matcher.embed_pending(), matcher, lambda rows: disk.wait(5))
    assert judge(frame_of(grey()))
    assert judge(frame_of(grey()))
    disk.set()
