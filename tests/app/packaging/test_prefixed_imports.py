import ast

import pytest

from app.packaging.prefixed_imports import prefix_kivy, prefix_python

MODULES = frozenset({"app", "app.gui", "app.gui.probe", "model", "model.api", "training"})

REWRITTEN = {
    "from": ("from app.gui import probe\n", "from sameface.app.gui import probe\n"),
    "the package itself": ("from model import Sameface\n", "from sameface.model import Sameface\n"),
    "import as": ("import model.api as api\n", "import sameface.model.api as api\n"),
    "inside a block": ("if x:\n    from app import gui\n", "if x:\n    from sameface.app import gui\n"),
    "two on one line": (
        "import os, model; from app import gui\n",
        "import os, sameface.model; from sameface.app import gui\n",
    ),
    "a module in a string": ('run(["-m", "app.gui.probe"])\n', 'run(["-m", "sameface.app.gui.probe"])\n'),
    "after text that is not ASCII": (
        'run("Zoë", "app.gui.probe")\n',
        'run("Zoë", "sameface.app.gui.probe")\n',
    ),
    "Windows line ends": ("from app import gui\r\n", "from sameface.app import gui\r\n"),
}
UNTOUCHED = {
    "another package": "from application import x\nimport models\n",
    "a relative import": "from . import model\n",
    "a variable of that name": "model = app.gui\n",
    "one word": 'command = "app"\n',
    "a sentence": '"""See app.gui.probe."""\n',
}


@pytest.mark.parametrize(("source", "expected"), REWRITTEN.values(), ids=REWRITTEN)
def test_what_names_a_module_gets_the_prefix(source: str, expected: str) -> None:
    rewritten = prefix_python(source.encode(), "sameface.", MODULES).decode()
    assert rewritten == expected
    ast.parse(rewritten)


@pytest.mark.parametrize("source", UNTOUCHED.values(), ids=UNTOUCHED)
def test_everything_else_stays(source: str) -> None:
    assert prefix_python(source.encode(), "sameface.", MODULES).decode() == source


def test_only_our_imports_of_a_layout_get_the_prefix() -> None:
    layout = "#:import colours app.gui.drawing.colours\n#:import Path pathlib.Path\n    text: app.title\n"
    expected = layout.replace("colours app.", "colours sameface.app.")
    assert prefix_kivy(layout, "sameface.") == expected
