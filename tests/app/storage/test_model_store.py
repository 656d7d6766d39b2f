import shutil

import pytest

from app.storage.model_store import POINTER, SHIPPED, ModelStore
from model.runtime.bundle import CARD, EMBEDDING, SHIPPED_BUNDLE, BundleError


@pytest.fixture
def store(tmp_path):
    shutil.copytree(SHIPPED_BUNDLE, tmp_path / "models" / "20260101-000000-me")
    return ModelStore(tmp_path / "models")


def test_the_shipped_model_is_used_until_another_is_chosen(tmp_path):
    store = ModelStore(tmp_path / "models")
    assert store.current == SHIPPED
    assert store.load_current().folder == SHIPPED_BUNDLE
    assert [(version.name, version.in_use) for version in store.versions()] == [(SHIPPED, True)]


def test_a_chosen_version_is_in_use_from_then_on(store):
    store.use("20260101-000000-me")
    assert store.load_current().folder.name == "20260101-000000-me"
    assert [(version.name, version.in_use) for version in store.versions()] == [
        (SHIPPED, False),
        ("20260101-000000-me", True),
    ]
    store.use(SHIPPED)
    assert store.current == SHIPPED


def test_a_damaged_version_is_not_taken_into_use(store):
    path = store.folder_of("20260101-000000-me") / EMBEDDING
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(BundleError, match="does not match the digest"):
        store.use("20260101-000000-me")
    assert store.current == SHIPPED


def test_a_version_that_was_damaged_later_is_refused_and_nothing_else_is_tried(store):
    store.use("20260101-000000-me")
    (store.folder_of("20260101-000000-me") / CARD).write_text("{}")
    with pytest.raises(BundleError, match="refused"):
        store.load_current()
    assert store.versions()[1].card is None


DAMAGED = {
    "empty": b"{}",
    "of the future": b'{"format": 2}',
    "nested without end": b"[" * 100_000,
    "vast": b" " * 50_000_000,
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_with_any_card_the_models_can_be_listed_and_another_chosen(store, content):
    name = "20260101-000000-me"
    store.use(name)
    (store.folder_of(name) / CARD).write_bytes(content)
    with pytest.raises(BundleError, match="Choose another model"):
        store.load_current()
    assert [version.card is None for version in store.versions()] == [False, True]
    store.use(SHIPPED)
    assert store.load_current().folder == SHIPPED_BUNDLE


POINTERS = [b"", b"\n\n", b"\xff\xfe\x00", b"../elsewhere", b"a\0b", b"x" * 5000, b"gone\nshipped\nmore"]


@pytest.mark.parametrize("content", POINTERS)
def test_an_invalid_pointer_is_an_error_and_another_model_can_be_chosen(store, content):
    (store.folder / POINTER).write_bytes(content)
    if content.strip():
        with pytest.raises(BundleError):
            store.load_current()
    else:
        assert store.load_current().folder == SHIPPED_BUNDLE
    assert len(store.versions()) == 2
    assert store.use("20260101-000000-me").folder.name == store.current


def test_the_one_before_is_kept_with_the_one_in_use(store):
    assert store.previous is None
    store.use("20260101-000000-me")
    assert store.previous == SHIPPED
    store.roll_back()
    assert (store.current, store.previous) == (SHIPPED, "20260101-000000-me")


@pytest.mark.parametrize("name", ["", ".", "..", "../elsewhere", "a/b", ".hidden"])
def test_a_name_that_is_a_path_is_refused(store, name):
    with pytest.raises(BundleError, match="Received"):
        store.folder_of(name)


def test_only_versions_out_of_use_can_be_removed(store):
    store.use("20260101-000000-me")
    for name in (SHIPPED, "20260101-000000-me"):
        with pytest.raises(BundleError, match="cannot be deleted"):
            store.remove(name)
    store.use(SHIPPED)
    store.remove("20260101-000000-me")
    assert len(store.versions()) == 1
