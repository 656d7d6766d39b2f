"""Every error that a user can meet in the window is raised with a message that the catalogues know.

mypy checks that a MessageError gets a Message, and ``test_update_catalogues`` that each literal of a Message
has a translation. Here: no module that the window or its jobs import raises anything else.
"""

import ast
from functools import cache

import grimp
import pytest

from app.storage.paths import PROJECT

ENTRANCES = ("app.gui", "app.commands.train", "app.commands.evaluate")
"""The window, and the programs that it starts for long jobs."""
MISTAKES = {"ValueError", "TypeError", "KeyError", "AttributeError", "NotImplementedError"}
"""Of a programmer: they are logged, and never expected."""
SIGNALS = {
    "JobCancelled",
    "SystemExit",
    "ArgumentTypeError",
    "NoDisplayError",
    "OutputError",
    "ModuleNotFoundError",
}
"""End a command. The window words the end of a cancelled job, and ``app.cli`` that of a missing package."""
BEHIND_OPTIONS = (
    "training.cluster",
    "training.evaluation.cluster_crops",
    "training.evaluation.protocols.pair_csv",
    "training.optimization.distribution",
    "training.optimization.replicas",
)
"""Run with --cluster, --pairs and --distribute, which the window never passes."""


@cache
def reached() -> frozenset[str]:
    """The modules that the window and its jobs import, at once or later."""
    graph = grimp.build_graph("app", "model", "training")
    found = set()
    for entrance in ENTRANCES:
        for module in {entrance, *graph.find_descendants(entrance)}:
            found |= {module, *graph.find_upstream_modules(module)}
    return frozenset(found)


def syntax(module: str) -> ast.Module:
    path = PROJECT / f"{module.replace('.', '/')}.py"
    path = path if path.exists() else path.with_suffix("") / "__init__.py"
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def message_errors() -> frozenset[str]:
    """The names of all classes that derive from MessageError."""
    bases = {
        node.name: {ast.unparse(base) for base in node.bases}
        for module in reached()
        for node in ast.walk(syntax(module))
        if isinstance(node, ast.ClassDef)
    }
    found = {"MessageError"}
    while more := {name for name, above in bases.items() if above & found} - found:
        found |= more
    return frozenset(found)


def is_message(argument: ast.expr) -> bool:
    return isinstance(argument, ast.Call) and ast.unparse(argument.func) in (
        "Message",
        "plural_message",
        "sentences",
    )


def is_system_error(call: ast.Call) -> bool:
    """As the system raises it: its number comes first."""
    return ast.unparse(call.args[0]).startswith("errno.")


def wrong(node: ast.Raise) -> bool:
    if not isinstance(node.exc, ast.Call) or not isinstance(node.exc.func, ast.Name):
        return False  # an exception that another module made
    name = node.exc.func.id
    if name in message_errors() | MISTAKES | SIGNALS or not name[0].isupper():
        return False
    return not node.exc.args or not (is_message(node.exc.args[0]) or is_system_error(node.exc))


def test_the_window_reaches_the_rooms_that_raise():
    assert {"app.storage.errors", "model.vision.image_file", "training.lfw.download"} <= reached()
    assert {"StoreError", "CameraError", "JobError", "LfwError", "BundleError"} <= message_errors()


@pytest.mark.parametrize("module", sorted(reached()))
def test_every_error_is_raised_with_a_message(module):
    raised = [node for node in ast.walk(syntax(module)) if isinstance(node, ast.Raise)]
    assert [ast.unparse(node) for node in raised if wrong(node)] == []


@pytest.mark.parametrize("module", sorted(reached()))
def test_no_error_stays_english(module):
    calls = [ast.unparse(node.func) for node in ast.walk(syntax(module)) if isinstance(node, ast.Call)]
    assert "english_only" not in calls or module.startswith(BEHIND_OPTIONS)


@pytest.mark.parametrize(
    "module", sorted(reached() - {"model.messages.message", "model.messages.stored_message"})
)
def test_the_template_of_a_message_is_a_literal(module):
    """Else the catalogues do not know it. ``as_message`` is for text that others wrote."""
    calls = [node for node in ast.walk(syntax(module)) if isinstance(node, ast.Call)]
    templates = [
        node.args[0]
        for node in calls
        if ast.unparse(node.func) in ("Message", "plural_message") and node.args
    ]
    assert [ast.unparse(one) for one in templates if not isinstance(one, ast.Constant)] == []
