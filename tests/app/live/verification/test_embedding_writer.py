import threading

import numpy as np

from app.live.verification.embedding_writer import EmbeddingWriter, Save
from model.runtime.similarity_head import Head
from model.verification.matcher import EMBEDDING_BATCH, Matcher
from tests.support.fakes import FakeEmbedder, grey
from tests.support.waiting import wait_until

CROPS = [grey(level) for level in (40, 120, 200)]


def matcher_of(count: int) -> Matcher:
    matcher = Matcher(FakeEmbedder(), Head(np.full(3, -8.0, np.float32), 4.0))
    matcher.set_references((CROPS * count)[:count])
    return matcher


def writer_of(matcher: Matcher, save: Save) -> EmbeddingWriter:
    writer = EmbeddingWriter()
    writer.watch(matcher, save)
    return writer


def test_new_embeddings_are_saved_once_and_not_on_the_thread_that_judges():
    matcher, saved = matcher_of(3), []
    writer = writer_of(matcher, lambda rows: saved.append((rows, threading.get_ident())))
    matcher.embed_pending()
    writer.save_if_ready()
    wait_until(lambda: saved)
    writer.save_if_ready()
    ((rows, thread),) = saved
    np.testing.assert_array_equal(rows, FakeEmbedder().embed(CROPS))
    assert thread != threading.get_ident()


def test_nothing_is_saved_while_references_are_pending():
    matcher, saved = matcher_of(2 * EMBEDDING_BATCH), []
    writer = writer_of(matcher, saved.append)
    assert not matcher.embed_pending(0)
    writer.save_if_ready()
    assert not saved
    assert matcher.embed_pending(0)
    writer.save_if_ready()
    wait_until(lambda: saved)


def test_embeddings_of_references_that_were_replaced_meanwhile_are_not_saved():
    replaced, matcher, saved = matcher_of(3), matcher_of(2), []
    writer = writer_of(replaced, saved.append)
    writer.watch(matcher, saved.append)
    replaced.embed_pending()
    writer.save_if_ready()
    assert not saved
    matcher.embed_pending()
    writer.save_if_ready()
    wait_until(lambda: saved)
    assert len(saved[0]) == 2


def test_frames_are_judged_while_the_disk_is_slow():
    matcher, disk = matcher_of(3), threading.Event()
    writer = writer_of(matcher, lambda rows: disk.wait(5))
    matcher.embed_pending()
    writer.save_if_ready()
    writer.save_if_ready()
    disk.set()
