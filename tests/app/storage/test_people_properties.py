import tempfile
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.storage.model_store import SHIPPED, ModelStore
from app.storage.people import PersonNameError, checked_person_name, delete_person, folder_of, people_in
from model.runtime.bundle_writer import write_bundle
from tests.support.bundles import PLAIN
from tests.support.strategies import PERSON_NAMES

LONG_NAMES = st.text("aЖ李𠀀", min_size=40, max_size=62)
PATHS = st.text("aA./\\ ", min_size=1, max_size=6)
ODDITIES = st.text('a\0\t\u202e\u0301:*?"<>|~%$', max_size=6)
ANY_NAMES = st.one_of(PERSON_NAMES, LONG_NAMES, PATHS, ODDITIES, st.text(max_size=70))
LONGEST_FILE_NAME = 255
"""Bytes, on most systems."""
MOMENT = "20260101-000000"


def kept(name: str) -> str | None:
    """None when it is refused."""
    try:
        return checked_person_name(name)
    except PersonNameError as error:
        assert repr(name) in str(error)
        return None


@pytest.mark.slow
@given(ANY_NAMES)
@example("𠀀" * 60)
@example("\ud800")
@example("ada/bob")
@example("ada.")
def test_a_name_is_refused_or_leads_to_a_folder_among_the_people(name):
    stored = kept(name)
    with tempfile.TemporaryDirectory() as home:
        people = Path(home) / "people"
        if stored is None:
            return
        assert not set(stored) & set('/\\:*?"<>|') and stored[-1] not in " ."
        folder = folder_of(people, name)
        folder.mkdir(parents=True)
        assert folder.resolve().parent == people.resolve()
        assert people_in(people) == [stored]
        assert folder_of(people, stored) == folder
        delete_person(people, name)
        assert people_in(people) == [] and people.is_dir()


@given(ANY_NAMES)
def test_what_is_stored_is_stored_unchanged_the_next_time(name):
    stored = kept(name)
    if stored is not None:
        assert checked_person_name(stored) == stored
        assert checked_person_name(f"  {unicodedata.normalize('NFD', name)}\t") == stored


@given(LONG_NAMES)
@example("𠀀" * 60)
def test_models_and_reports_may_be_named_after_anybody(name):
    stored = kept(name)
    if stored is None:
        return
    model = f"{MOMENT}-{stored}"
    with tempfile.TemporaryDirectory() as home:
        write_bundle({}, PLAIN, Path(home) / model)
        assert [version.name for version in ModelStore(Path(home)).versions()] == [SHIPPED, model]
    assert len(f"{MOMENT}-{model}".encode()) <= LONGEST_FILE_NAME, "the report on that model"


@given(st.lists(PERSON_NAMES, max_size=5))
def test_names_are_the_same_person_or_lie_in_folders_of_their_own(names):
    stored = {person for person in map(kept, names) if person is not None}
    with tempfile.TemporaryDirectory() as home:
        for person in stored:
            folder_of(Path(home), person).mkdir()
        assert people_in(Path(home)) == sorted(stored)
