from pathlib import Path

import pytest

from app.references.counter_examples import CounterExampleStore
from app.references.reference_store import ReferenceStore
from app.references.reference_watch import ReferenceWatch
from tests.support.fakes import sharp_image


@pytest.fixture
def stores(tmp_path: Path) -> tuple[ReferenceStore, CounterExampleStore]:
    references = ReferenceStore(tmp_path)
    references.enrol("ada", [sharp_image()])
    return references, CounterExampleStore(tmp_path)


def test_nothing_has_changed_before_and_after_the_files_are_loaded(
    stores: tuple[ReferenceStore, CounterExampleStore],
) -> None:
    watch = ReferenceWatch(*stores)
    assert not watch.has_changed()
    watch.remember("ada")
    assert not watch.has_changed()


def test_it_notices_what_is_added_and_deleted(stores: tuple[ReferenceStore, CounterExampleStore]) -> None:
    references, counter_examples = stores
    watch = ReferenceWatch(*stores)
    for change in (
        lambda: references.enrol("ada", [sharp_image()]),
        lambda: counter_examples.add("ada", sharp_image()),
        lambda: references.clear("ada"),
    ):
        watch.remember("ada")
        change()
        assert watch.has_changed()


def test_another_persons_files_do_not_matter(stores: tuple[ReferenceStore, CounterExampleStore]) -> None:
    watch = ReferenceWatch(*stores)
    watch.remember("ada")
    stores[0].enrol("grace", [sharp_image()])
    assert not watch.has_changed()
