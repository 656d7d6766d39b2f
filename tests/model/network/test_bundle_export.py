import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from model.runtime.bundle import BUNDLE_FILES, CARD, EMBEDDING, HEAD, BundleError, file_digest, load_bundle
from model.runtime.model_card import decode_card, encode_card, with_digest
from tests.support.bundles import PLAIN
from tests.support.synthetic_people import pictures_of

pytestmark = pytest.mark.slow

BASES = 2
CROPS = np.concatenate([pictures_of(person, 2) for person in range(3)])


@pytest.fixture(scope="module")
def siamese() -> Any:
    import keras

    from model.network.embedding import build_embedding
    from model.network.siamese import build_siamese

    keras.utils.set_random_seed(0)
    network = build_siamese(build_embedding(), bases=BASES)
    weights = np.random.default_rng(0).uniform(-1, 0, (BASES * 128, 1)) / BASES
    network.get_layer("similarity").set_weights([weights, np.array([2.5])])
    return network


@pytest.fixture(scope="module")
def live(siamese: Any) -> Any:
    from model.network.bundle_export import ExportedModel

    return ExportedModel(siamese)


@pytest.fixture(scope="module")
def exported(live: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported") / "bundle"
    live.export(replace(PLAIN, dimensions=128), folder)
    return folder


@pytest.fixture
def folder(exported: Path, tmp_path: Path) -> Path:
    """A copy of the exported bundle, for the test to change."""
    return Path(shutil.copytree(exported, tmp_path / "bundle"))


def test_what_is_judged_is_what_the_bundle_does(live: Any, folder: Path) -> None:
    bundle = load_bundle(folder)
    np.testing.assert_array_equal(live.embed(CROPS), bundle.embed(CROPS))
    assert live.dimensions == bundle.card.dimensions
    assert (live.head.bias, live.head.bases) == (bundle.head.bias, bundle.head.bases)
    np.testing.assert_array_equal(live.head.weights, bundle.head.weights)


def test_the_live_world_computes_what_was_trained(siamese: Any, folder: Path) -> None:
    bundle = load_bundle(folder)
    live = bundle.embed(list(CROPS))
    trained = np.asarray(siamese.get_layer("embedding")(CROPS.astype(np.float32)))
    assert ((live * trained).sum(axis=1) > 0.99).all()
    expected = np.asarray(
        siamese([CROPS[:1].repeat(5, axis=0).astype(np.float32), CROPS[1:].astype(np.float32)])
    )
    located = bundle.head.coordinates(live)
    np.testing.assert_allclose(bundle.head.similarity(located[0], located[1:]), expected[:, 0], atol=5e-3)


def test_the_head_alone_computes_the_siamese_output(siamese: Any) -> None:
    from model.network.bundle_export import read_head

    expected = np.asarray(siamese([CROPS[:3].astype(np.float32), CROPS[3:].astype(np.float32)]))[:, 0]
    head = read_head(siamese)
    located = head.coordinates(np.asarray(siamese.get_layer("embedding")(CROPS.astype(np.float32))))
    found = [
        head.similarity(one, other[np.newaxis])[0]
        for one, other in zip(located[:3], located[3:], strict=True)
    ]
    np.testing.assert_allclose(found, expected, rtol=1e-4)


def test_a_bundle_can_be_learned_from_again(siamese: Any, folder: Path) -> None:
    import keras

    from model.network.bundle_export import set_head
    from model.network.siamese import build_siamese

    head = load_bundle(folder).head
    again = build_siamese(keras.saving.load_model(folder / "embedding.keras"), bases=head.bases)
    set_head(again, head)
    pair = [CROPS[:3].astype(np.float32), CROPS[3:].astype(np.float32)]
    np.testing.assert_allclose(np.asarray(again(pair)), np.asarray(siamese(pair)), atol=2e-3)


def test_the_card_lists_every_file(folder: Path) -> None:
    card = decode_card((folder / CARD).read_bytes())
    assert sorted(card.files) == sorted(BUNDLE_FILES)
    assert sorted(path.name for path in folder.iterdir()) == sorted([*BUNDLE_FILES, CARD])
    assert sum(file.size for file in card.files.values()) < 4_000_000


def test_a_weight_of_the_live_network_is_a_byte(siamese: Any, folder: Path) -> None:
    weights = siamese.get_layer("embedding").count_params()
    assert weights < (folder / EMBEDDING).stat().st_size < 1.2 * weights


@pytest.mark.parametrize("name", [*BUNDLE_FILES, CARD])
def test_an_edited_bundle_is_refused(folder: Path, name: str) -> None:
    content = bytearray((folder / name).read_bytes())
    place = content.index(b"0.5") if name == CARD else len(content) // 2
    content[place + 2] ^= 1
    (folder / name).write_bytes(bytes(content))
    with pytest.raises(BundleError, match=name.replace(".", r"\.")):
        load_bundle(folder)


def test_an_existing_bundle_is_not_overwritten(live: Any, folder: Path) -> None:
    from model.runtime.bundle_writer import ExportError

    before = (folder / CARD).read_bytes()
    with pytest.raises(ExportError, match="exists"):
        live.export(replace(PLAIN, dimensions=128, name="other"), folder)
    assert (folder / CARD).read_bytes() == before


def test_weights_that_are_not_finite_leave_no_bundle(tmp_path: Path) -> None:
    from model.network.bundle_export import ExportedModel
    from model.runtime.bundle_writer import ExportError
    from tests.support.tiny_siamese import tiny_siamese

    broken = tiny_siamese()
    kernel = broken.get_layer("embedding").get_layer("stem").kernel
    kernel.assign(np.full(kernel.shape, np.nan))
    with pytest.raises(ExportError, match="cosine=nan"):
        ExportedModel(broken).export(PLAIN, tmp_path / "bundle")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("stored", [{"bases": 1}, {"bases": 0}, {"weights": [1e40] * 256}])
def test_a_head_that_does_not_fit_the_embedding_is_refused(
    siamese: Any, folder: Path, stored: dict[str, Any]
) -> None:
    head = msgspec.json.decode((folder / HEAD).read_bytes()) | stored
    (folder / HEAD).write_bytes(msgspec.json.encode(head))
    card = decode_card((folder / CARD).read_bytes())
    files = {name: file_digest((folder / name).read_bytes()) for name in BUNDLE_FILES}
    (folder / CARD).write_bytes(encode_card(with_digest(replace(card, files=files))))
    with pytest.raises(BundleError, match=r"head\.json is (refused|not a head)"):
        load_bundle(folder)
