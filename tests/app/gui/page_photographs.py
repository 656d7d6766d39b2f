"""Pictures of a screen, page by page."""

from collections.abc import Iterator
from typing import Any

from tests.app.gui.window_driver import Condition, WindowDriver, after_ticks

MAX_PAGES = 30
"""More than the longest screen has at 200 % on a small display."""


def photograph_pages(driver: WindowDriver, name: str, pages: int = MAX_PAGES) -> Iterator[Condition]:
    """The current screen where the window shows it, then after each page that it can be scrolled, at most
    ``pages`` in all. Then back to the top, where the next state begins."""
    from app.gui.navigation.focus import scroll_page

    driver.screenshot(name)
    for page in range(2, pages + 1):
        before = [view.scroll_y for view in views(driver)]
        scroll_page(driver.root.screen, 1)
        if [view.scroll_y for view in views(driver)] == before:
            break
        yield after_ticks(6)
        driver.screenshot(f"{name}-page{page}-")
    scroll_to_top(driver)
    yield after_ticks(2)


def scroll_to_top(driver: WindowDriver) -> None:
    for view in views(driver):
        view.scroll_y = 1.0


def views(driver: WindowDriver) -> list[Any]:
    """What can be scrolled on the current screen."""
    from kivy.uix.scrollview import ScrollView

    return [view for view in driver.root.screen.walk(restrict=True) if isinstance(view, ScrollView)]
