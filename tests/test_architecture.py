"""The rules of the house: rooms, their sizes, and what the page on the architecture says of them."""

import ast
import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
PACKAGES = ("app", "model", "training")
AT_A_ROOT = {"app/cli.py", "model/api.py", "training/base.py", "training/starting.py"}
"""The command line, the library, and forwards for one release."""
MAX_FILES = 13
MAX_FILE_LINES = 300
MAX_FUNCTION_LINES = 40
CONCURRENCY = re.compile(r"\b(threading\.Thread|ThreadPoolExecutor|ThreadPool|Popen|get_context)\(")

modules = sorted(
    path
    for package in PACKAGES
    for path in (PROJECT / package).rglob("*.py")
    if "__pycache__" not in path.parts
)
rooms = sorted({path.parent for path in modules} - {PROJECT / package for package in PACKAGES})


def name_of(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def sentence_of(room: Path) -> str:
    return ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8"))) or ""


@pytest.fixture(scope="module")
def page() -> str:
    return (PROJECT / "docs" / "architecture.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("room", rooms, ids=name_of)
def test_the_page_names_each_room_with_its_own_sentence(room, page):
    sentence = sentence_of(room)
    assert sentence.count(".") == 1
    assert sentence.endswith(".")
    assert f"| `{name_of(room)}` | {sentence} |" in page


def test_the_page_names_no_room_that_is_not_there(page):
    named = set(re.findall(r"^\| `([a-z_0-9]+/[a-z_0-9/]+)` \|", page, flags=re.MULTILINE))
    assert named == {name_of(room) for room in rooms}


def test_every_module_is_in_a_room():
    loose = {
        name_of(path) for path in modules if path.parent.parent == PROJECT and path.name != "__init__.py"
    }
    assert loose == AT_A_ROOT


@pytest.mark.parametrize("room", rooms, ids=name_of)
def test_a_room_is_small_enough_to_look_over(room):
    assert len([path for path in room.glob("*.py") if path.name != "__init__.py"]) <= MAX_FILES


@pytest.mark.parametrize("module", modules, ids=name_of)
def test_files_and_functions_are_short(module):
    text = module.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MAX_FILE_LINES
    functions = [
        node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    too_long = [one.name for one in functions if one.end_lineno - one.lineno + 1 > MAX_FUNCTION_LINES]
    assert too_long == []


def test_one_file_opens_video_captures():
    openers = [name_of(path) for path in modules if "VideoCapture(" in path.read_text(encoding="utf-8")]
    assert openers == ["app/camera/opencv.py"]


def test_the_page_names_every_file_that_starts_a_thread_or_a_process(page):
    starters = [path for path in modules if CONCURRENCY.search(path.read_text(encoding="utf-8"))]
    assert [name_of(path) for path in starters if f"`{name_of(path)}`" not in page] == []
