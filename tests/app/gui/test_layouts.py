"""Rules for the .kv files that Kivy does not check."""

import ast
import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from app.storage.paths import PROJECT

LAYOUTS = sorted((PROJECT / "app" / "gui").rglob("*.kv"))
TEXTS = {path: path.read_text(encoding="utf-8") for path in LAYOUTS}
UNTRANSLATED = re.compile(r"^\s*(?:text|tooltip|hint_text|title): '([^']*[A-Za-z]{2}[^']*)'\s*$", re.M)
COSTLY = re.compile(r"\b(?:SmoothRoundedRectangle|RoundedRectangle|rounded_rectangle|ScrollView)\b")
CACHED_ALIAS = re.compile(r"\bself\.(?:center|center_x|center_y|right|top)\b")
NAMES = {"Sameface", "LFW"}
"""The same in every language."""
IMPORTS = {
    tuple(match) for text in TEXTS.values() for match in re.findall(r"^#:import (\w+) (\S+)", text, re.M)
}


def _used() -> set[str]:
    """Of ``label_memory``, which needs Kivy and so a window."""
    source = (PROJECT / "app" / "gui" / "label_memory.py").read_text(encoding="utf-8")
    return set(ast.literal_eval(re.search(r"USED = (\([^)]*\))", source)[1]))


def test_an_alias_means_the_same_in_every_file():
    """Kivy has one table of aliases for all files."""
    assert len({alias for alias, _ in IMPORTS}) == len(IMPORTS)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda path: path.name)
def test_no_widget_has_the_name_of_an_alias(layout):
    """Kivy would take the alias."""
    assert not {alias for alias, _ in IMPORTS} & set(re.findall(r"^\s*id: (\w+)", TEXTS[layout], re.M))


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda path: path.name)
def test_nothing_is_faded(layout):
    """A faded text, of a disabled control too, would lose its contrast."""
    opacities = re.findall(r"^\s*opacity: (.+)$", TEXTS[layout], re.M)
    assert [one for one in opacities if set(re.findall(r"(?<![\w.])\d[\d.]*", one)) - {"0", "1"}] == []


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda path: path.name)
def test_every_text_is_translated(layout):
    assert set(UNTRANSLATED.findall(TEXTS[layout])) <= NAMES


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda path: path.name)
def test_no_costly_shape_is_drawn(layout):
    """Use RoundedBox and Scroll. Without a graphics card, Kivy's take half of the time of a frame."""
    assert COSTLY.findall(TEXTS[layout]) == []


@pytest.mark.parametrize(
    "source", sorted((PROJECT / "app" / "gui").rglob("*.py")), ids=lambda path: path.name
)
def test_nothing_is_placed_by_an_alias_that_kivy_caches(source):
    """While ``pos`` changes, Kivy still returns the old centre."""
    assert CACHED_ALIAS.findall(source.read_text(encoding="utf-8")) == []


def test_no_text_has_a_property_that_labels_do_not_watch() -> None:
    """Kivy's default would stay in effect, without an error."""
    source = Path(str(find_spec("kivy.uix.label").origin)).read_text(encoding="utf-8")
    known = re.search(r"_font_properties = (\([^)]*\))", source)[1]
    unused = set(ast.literal_eval(known)) - _used()
    assert len(unused) > 20
    assert not {name for text in TEXTS.values() for name in re.findall(r"^\s+(\w+):", text, re.M)} & unused
