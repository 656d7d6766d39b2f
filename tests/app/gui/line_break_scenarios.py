"""Where the lines of texts break."""

import re
from collections.abc import Iterator
from typing import Any

from tests.app.gui.window_driver import Condition, WindowDriver, after_ticks

ENDS_WITH_FIGURE = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)* *$")


def read_every_screen(driver: WindowDriver) -> Iterator[Condition]:
    """In a small window. Notes the words that are split, and the lines that end with a figure."""
    from kivy.uix.label import Label

    driver.window.size = (800, 544)
    driver.notes["split"], driver.notes["parted"] = [], []
    for name in driver.root.screens.names:
        driver.root.navigate(name)
        yield after_ticks(60)
        for label in driver.root.walk(restrict=True):
            if isinstance(label, Label) and label.text and not label.shorten:
                driver.notes["split"] += [[name, word] for word in split_words(label)]
    probe = driver.root.ids.notice
    driver.root.show_notice("Bestätigt mit 12 Referenzen " * 8)
    yield after_ticks(5)
    driver.notes["parted"] = [line for line in lines_of(probe) if ENDS_WITH_FIGURE.search(line)]
    driver.notes["lines"] = len(lines_of(probe))


def split_words(label: Any) -> list[str]:
    """What stands in a line and is no word of the text. The paths of files have to be split."""
    words = set(label._label.text.split())
    parts = [part for line in lines_of(label) for part in line.split()]
    return [
        part for part in parts if part not in words and not any(part in word for word in words if "/" in word)
    ]


def lines_of(label: Any) -> list[str]:
    """As they are drawn."""
    return ["".join(word.text for word in line.words) for line in label._label._cached_lines]
