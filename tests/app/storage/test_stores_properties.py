"""The stores of one folder against a model in memory: crops, references, people, and what is swept."""

import os
import tempfile
import time
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from app.references.reference_store import FOLDER, PersonSummary, ReferenceStore
from app.storage.crop_store import CropCounts, CropKind, CropStore
from model.storage.leftovers import LEFTOVER_AGE_S
from model.vision.alignment import CROP_SIZE
from model.vision.image_file import read_image_file
from tests.support.fakes import grey

PEOPLE = st.sampled_from(["ada", "bob", "Жанна"])
KINDS = st.sampled_from(CropKind)
SHADES = st.integers(0, 255)


class Stores(RuleBasedStateMachine):
    """``kept[person][folder]`` holds the shades of the existing pictures, oldest first."""

    def __init__(self):
        super().__init__()
        self.home = tempfile.TemporaryDirectory()
        self.people = Path(self.home.name) / "people"
        self.kept: dict[str, dict[str, list[int]]] = {}
        self.open()

    def teardown(self):
        self.home.cleanup()

    @rule()
    def open(self):
        self.crops, self.references = CropStore(self.people), ReferenceStore(self.people)

    @rule(person=PEOPLE, kind=KINDS, shade=SHADES)
    def save(self, person, kind, shade):
        path = self.crops.save(person, kind, grey(shade, 8, 8))
        assert path == self.crops.paths(person, kind)[-1]
        self._folders(person).setdefault(kind, []).append(shade)

    @rule(person=PEOPLE, shades=st.lists(SHADES, max_size=2))
    def enrol(self, person, shades):
        assert len(
            self.references.enrol(person, [grey(shade, CROP_SIZE, CROP_SIZE) for shade in shades])
        ) == len(shades)
        if shades:
            self._folders(person).setdefault(FOLDER, []).extend(shades)

    @rule(person=PEOPLE)
    def clear(self, person):
        self.references.clear(person)
        self.kept.get(person, {}).pop(FOLDER, None)

    @rule(person=PEOPLE)
    def delete(self, person):
        self.crops.delete_person(person)
        self.kept.pop(person, None)

    @rule(data=st.data())
    def be_killed_while_saving_and_start_again(self, data):
        if folder := self._some_folder(data):
            partial = folder / ".20260101.jpg.abc.partial"
            partial.write_bytes(b"\xff\xd8")
            os.utime(partial, (time.time() - 2 * LEFTOVER_AGE_S,) * 2)
            self.open()
            assert not partial.exists()

    @rule(data=st.data())
    def hide_a_file_among_the_pictures(self, data):
        if folder := self._some_folder(data):
            (folder / "._20260101.jpg").touch()

    @rule(stray=st.sampled_from([".hidden", "with.dot", "notes"]))
    def leave_something_else(self, stray):
        self.people.mkdir(exist_ok=True)
        (self.people / stray).touch()

    @invariant()
    def everybody_is_there_with_their_counts(self):
        everybody = sorted(self.kept)
        assert self.crops.people() == everybody
        counts = [PersonSummary(person, len(self.kept[person].get(FOLDER, []))) for person in everybody]
        assert self.references.people() == counts
        for person in everybody:
            of = {kind.value: len(self.kept[person].get(kind, [])) for kind in CropKind}
            assert self.crops.counts(person) == CropCounts(**of)

    @invariant()
    def pictures_come_back_in_their_order(self):
        for person, folders in self.kept.items():
            assert _shades(self.references.load(person, "network").crops) == folders.get(FOLDER, [])
            for kind in CropKind:
                loaded = [read_image_file(path) for path in self.crops.paths(person, kind)]
                assert _shades(loaded) == folders.get(kind, [])

    def _some_folder(self, data):
        """One that holds pictures; None when there is none."""
        there = [self.people / person / folder for person, held in self.kept.items() for folder in held]
        return data.draw(st.sampled_from(there)) if there else None

    def _folders(self, person):
        return self.kept.setdefault(person, {})


def _shades(pictures):
    return [round(float(picture.mean())) for picture in pictures]


TestStores = Stores.TestCase
TestStores.settings = settings(settings(), max_examples=settings().max_examples // 2, stateful_step_count=15)
