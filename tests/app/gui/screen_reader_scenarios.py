"""What a screen reader hears and does; see ``tests.app.gui.scenarios``."""

import json
import queue
import subprocess
import threading
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

from tests.app.gui.window_driver import Condition, WindowDriver, after_ticks

SYSTEM_PYTHON = "/usr/bin/python3"
CLIENT = Path(__file__).with_name("screen_reader_client.py")
TRIES = 30
Answer = Generator[Condition, None, Any]


class ScreenReader:
    """Talks to ``screen_reader_client`` without stopping the window."""

    def __init__(self) -> None:
        command = [SYSTEM_PYTHON, str(CLIENT)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self._answers: queue.Queue[str] = queue.Queue()
        self._thread = threading.Thread(target=self._read, name="screen reader", daemon=True)
        self._thread.start()

    def ask(self, *request: object) -> Answer:
        """Ask again after an error: the window may just be changing."""
        for _ in range(TRIES):
            answer = yield from self._ask_once(request)
            if not str(answer).startswith("error: "):
                return answer
            yield after_ticks(10)
        raise LookupError(f"{request}: {answer}")

    def _ask_once(self, request: tuple[object, ...]) -> Answer:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        yield lambda: not self._answers.empty()
        return json.loads(self._answers.get())

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(10)
        self._thread.join()

    def _read(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            self._answers.put(line)


def attempt_by_screen_reader(driver: WindowDriver) -> Iterator[Condition]:
    """Hears two verdicts, reads all screens, follows the focus, and operates one control of each kind."""
    reader = ScreenReader()
    try:
        yield from connect(reader)
        yield from hear_verdicts(driver, reader)
        yield from operate_controls(driver, reader)
        yield from read_all_screens(driver, reader)
        yield from follow_the_focus(driver, reader)
        yield from use_a_dialog(driver, reader)
        yield from type_text(driver, reader)
        yield from hide_a_password(driver, reader)
    finally:
        reader.close()


def connect(reader: ScreenReader) -> Answer:
    """Until the window is on the bus, with its widgets."""
    while len((yield from reader.ask("tree"))["children"]) < 3:
        yield after_ticks(10)


def hear_verdicts(driver: WindowDriver, reader: ScreenReader) -> Answer:
    heard = driver.notes["heard"] = []
    for _ in range(2):
        yield from hear(reader, heard, "Verified")
        yield from reader.ask("press", "push button", "Next attempt (space bar)")


def hear(reader: ScreenReader, heard: list[str], words: str) -> Answer:
    """Wait for an announcement that begins with ``words``."""
    count = len(heard)
    while not any(text.startswith(words) for text in heard[count:]):
        yield after_ticks(10)
        events = yield from reader.ask("events")
        heard += [text for kind, *_, text in events if "announcement" in kind]


def operate_controls(driver: WindowDriver, reader: ScreenReader) -> Answer:
    yield from reader.ask("press", "check box", "Check continuously")
    yield lambda: driver.controller.settings.stays_open
    yield after_ticks(20)
    tree = yield from reader.ask("tree")
    driver.notes["checked"] = "checked" in named(tree, "Check continuously")["states"]
    yield from reader.ask("set", "slider", "Verification threshold", 0.75)
    yield lambda: driver.ids.thresholds.ids.verification.value == 0.75
    yield after_ticks(20)
    tree = yield from reader.ask("tree")

    driver.notes["slider"] = named(tree, "Verification threshold")["value"]


def read_all_screens(driver: WindowDriver, reader: ScreenReader) -> Answer:
    trees = driver.notes["trees"] = {}
    expected = driver.notes["expected"] = {}
    for name in driver.root.screens.names:
        if name == "welcome":
            driver.root.navigate(name)
        elif name != driver.root.screen.name:
            yield from reader.ask("press", "page tab", driver.root.ids[name].text)
        yield lambda name=name: driver.root.screen.name == name and driver.root.screen.complete
        yield after_ticks(30)
        expected[name] = controls(driver)
        trees[name] = [
            [node["role"], node["name"], node["bounds"]]
            for node in nodes((yield from reader.ask("tree")))
            if "focusable" in node["states"] and node["role"] != "frame"
        ]


def controls(driver: WindowDriver) -> list[list[int]]:
    """Where the controls of the window are on the screen."""
    from app.gui.navigation.focus import focusable_widgets

    return [place(driver, widget) for widget in focusable_widgets(driver.root)]


def place(driver: WindowDriver, widget: Any) -> list[int]:
    left, bottom = widget.to_window(widget.x, widget.y)
    top = driver.window.height - bottom - widget.height
    edges = left, top, left + widget.width, top + widget.height
    left, top, right, bottom = (int(edge) for edge in edges)
    return [driver.window.left + left, driver.window.top + top, right - left, bottom - top]


def follow_the_focus(driver: WindowDriver, reader: ScreenReader) -> Answer:
    from app.gui.navigation.focus import focused_widget

    driver.root.navigate("collect")
    yield after_ticks(30)
    yield from reader.ask("events")
    focused = []
    for _ in range(4):
        driver.press("tab")
        yield after_ticks(15)
        focused.append(focused_widget(driver.root).text)
    events = yield from reader.ask("events")
    driver.notes["focused"] = focused
    driver.notes["followed"] = [name for kind, _, name, gained, _ in events if "focused" in kind and gained]


def use_a_dialog(driver: WindowDriver, reader: ScreenReader) -> Answer:
    yield from reader.ask("press", "push button", "Keys and help")
    yield lambda: driver.dialog is not driver.root and hasattr(driver.dialog, "title")
    yield after_ticks(40)
    tree = yield from reader.ask("tree")
    driver.notes["window"] = tree["name"]
    driver.notes["dialog"] = [[node["role"], node["name"]] for node in tree["children"] if node["name"]]
    yield from reader.ask("press", "push button", "Close")
    yield lambda: driver.dialog is driver.root


def type_text(driver: WindowDriver, reader: ScreenReader) -> Answer:
    driver.root.navigate("people")
    yield after_ticks(30)
    yield from reader.ask("focus", "entry", "New person")
    yield lambda: driver.ids.new_name.focus
    for letter in "Än q":
        driver.press(letter)
    yield lambda: driver.ids.new_name.text == "Än q"
    yield after_ticks(20)
    tree = yield from reader.ask("tree")
    driver.notes["typed"] = named(tree, "New person")["text"]


def hide_a_password(driver: WindowDriver, reader: ScreenReader) -> Answer:
    from app.gui.widgets.dialogs import TextDialog

    dialog = TextDialog(title="Unlock your data", hint="Passphrase", verb="Unlock", secret=True)
    dialog.open()
    yield after_ticks(20)
    dialog.ids.field.text = "horse"
    yield after_ticks(20)
    tree = yield from reader.ask("tree")
    password = named(tree, "Passphrase")
    driver.notes["password"] = [password["role"], password["text"]]
    dialog.dismiss()
    yield lambda: driver.dialog is driver.root


def nodes(tree: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield tree
    for child in tree["children"]:
        yield from nodes(child)


def named(tree: dict[str, Any], name: str) -> dict[str, Any]:
    return next(node for node in nodes(tree) if node["name"] == name)
