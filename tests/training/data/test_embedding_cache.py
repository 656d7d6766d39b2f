from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.support.synthetic_people import pictures_of
from training.data.embedding_cache import EmbeddingCache
from training.jobs.progress import JobCancelled, ignore_progress, never_stop

STRANGERS, OWN = pictures_of(1, 4), pictures_of(2, 3)


class CountingBundle:
    """Embeds a crop as its mean colour, and counts."""

    def __init__(self, network: str = "a" * 64) -> None:
        self.network_digest = network
        self.asked = 0

    def embed(self, crops: Sequence[np.ndarray]) -> np.ndarray:
        self.asked += len(crops)
        return np.array([crop.mean(axis=(0, 1)) for crop in crops], np.float32).reshape(-1, 3)


def known(bundle: Any, folder: Path, should_stop: Any = never_stop) -> EmbeddingCache:
    return EmbeddingCache(bundle, folder, ignore_progress, should_stop)


def test_a_crop_is_embedded_once(tmp_path: Path) -> None:
    bundle = CountingBundle()
    embed = known(bundle, tmp_path)
    first = embed(STRANGERS)
    np.testing.assert_array_equal(embed(STRANGERS[::-1]), first[::-1])
    np.testing.assert_allclose(first, STRANGERS.mean(axis=(1, 2)), rtol=1e-5)
    assert bundle.asked == len(STRANGERS)
    assert embed(STRANGERS[:0]).shape == (0, 3)


def test_only_saved_embeddings_are_known_to_the_next_run(tmp_path: Path) -> None:
    embed = known(CountingBundle(), tmp_path)
    embed(np.concatenate([STRANGERS, OWN]))
    embed.save(STRANGERS)
    later = CountingBundle()
    known(later, tmp_path)(np.concatenate([STRANGERS, OWN]))
    assert later.asked == len(OWN)


def test_another_network_knows_nothing(tmp_path: Path) -> None:
    embed = known(CountingBundle(), tmp_path)
    embed(STRANGERS)
    embed.save(STRANGERS)
    other = CountingBundle("b" * 64)
    known(other, tmp_path)(STRANGERS)
    assert other.asked == len(STRANGERS)


def test_a_damaged_file_is_computed_again(tmp_path: Path) -> None:
    embed = known(CountingBundle(), tmp_path)
    embed(STRANGERS)
    embed.save(STRANGERS)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:100])
    later = CountingBundle()
    again = known(later, tmp_path)
    again(STRANGERS)
    again.save(STRANGERS)
    assert later.asked == len(STRANGERS)
    assert file.stat().st_size > 100


def test_it_stops_when_asked_to(tmp_path: Path) -> None:
    bundle = CountingBundle()
    with pytest.raises(JobCancelled, match="after embedding 2 of 4"):
        known(bundle, tmp_path, lambda: bundle.asked == 2)(STRANGERS)
