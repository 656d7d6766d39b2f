"""The store of models against a model in memory: what is in use, what was, and what is refused."""

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from app.storage.model_store import POINTER, SHIPPED, ModelStore
from model.runtime.bundle import CARD, SHIPPED_BUNDLE, BundleError

NAMES = st.sampled_from(["1-ada", "2-bob"])
ANY_VERSION = st.one_of(NAMES, st.just(SHIPPED))


class Models(RuleBasedStateMachine):
    """``whole`` tells of each version that is there whether its bundle may be used."""

    def __init__(self):
        super().__init__()
        self.home = tempfile.TemporaryDirectory()
        self.store = ModelStore(Path(self.home.name) / "models")
        self.whole = {SHIPPED: True}
        self.current, self.previous = SHIPPED, None
        self.train("1-ada")

    def teardown(self):
        self.home.cleanup()

    @rule(name=NAMES)
    def train(self, name):
        if name not in self.whole:
            shutil.copytree(SHIPPED_BUNDLE, self.store.folder / name, copy_function=os.link)
            self.whole[name] = True

    @rule(name=NAMES)
    def damage(self, name):
        if name in self.whole:
            (self.store.folder / name / CARD).unlink()
            (self.store.folder / name / CARD).write_text("{}")
            self.whole[name] = False

    @rule(name=ANY_VERSION)
    def use(self, name):
        if not self.whole.get(name):
            with pytest.raises(BundleError):
                self.store.use(name)
            return
        assert self.store.use(name).folder == self.store.folder_of(name)
        self._is_used(name)

    @rule()
    def roll_back(self):
        if self.previous is None or not self.whole.get(self.previous):
            with pytest.raises(BundleError):
                self.store.roll_back()
            return
        self.store.roll_back()
        self._is_used(self.previous)

    @rule(name=ANY_VERSION)
    def remove(self, name):
        if name in (SHIPPED, self.current) or name not in self.whole:
            with pytest.raises(BundleError):
                self.store.remove(name)
            return
        self.store.remove(name)
        del self.whole[name]

    @invariant()
    def what_is_in_use_stays(self):
        with pytest.raises(BundleError, match="cannot be deleted"):
            self.store.remove(self.current)

    @rule()
    def open_again(self):
        self.store = ModelStore(self.store.folder)

    @invariant()
    def the_current_and_the_previous_are_told(self):
        assert (self.store.current, self.store.previous) == (self.current, self.previous)

    @invariant()
    def every_version_is_listed_and_one_is_in_use(self):
        told = self.store.versions()
        assert [version.name for version in told] == [SHIPPED, *sorted(self.whole.keys() - {SHIPPED})]
        assert [version.name for version in told if version.in_use] == [self.current]
        readable = {name for name, whole in self.whole.items() if whole}
        assert {version.name for version in told if version.card} == readable

    def _is_used(self, name):
        if name != self.current:
            self.current, self.previous = name, self.current


TestModels = Models.TestCase
TestModels.settings = settings(settings(), max_examples=settings().max_examples // 3, stateful_step_count=15)


@given(st.binary(max_size=20), st.sampled_from([b"", b"shipped\n", b"1-ada\n"]))
@example(b"\xff", b"")
@example(b"..\n", b"shipped\n")
@example(b"1-\0ada", b"")
def test_any_pointer_file_gives_a_model_or_is_refused(content, before):
    with tempfile.TemporaryDirectory() as home:
        store = ModelStore(Path(home))
        (store.folder / POINTER).write_bytes(before + content)
        for load in (store.load_current, store.roll_back):
            with contextlib.suppress(BundleError):
                assert load().folder == SHIPPED_BUNDLE
        assert SHIPPED in [version.name for version in store.versions()]
