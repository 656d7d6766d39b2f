"""The keyboard alone, and what a screen reader learns; see ``tests.app.gui.scenarios``."""

from collections.abc import Iterator
from typing import Any

from tests.app.gui.dialog_photographs import open_dialogs
from tests.app.gui.window_driver import Condition, WindowDriver, after_ticks

LONG_NOTICE = "Three lines of text, at least. " * 12


def use_the_keyboard_alone(driver: WindowDriver) -> Iterator[Condition]:
    """Visits every control of every screen with the Tab key, beside a notice; then the help sheet and the
    size of the text."""
    from app.gui.navigation.focus import focused_widget

    visited = driver.notes["visited"] = {}
    driver.notes["clipped elsewhere"] = []
    for name in driver.root.screens.names:
        driver.root.navigate(name)
        driver.root.show_notice(LONG_NOTICE)
        yield after_ticks(5)
        visited[name] = tab_through(driver)
        driver.notes["clipped elsewhere"] += views_clipped_elsewhere(driver)
    driver.notes["described"] = described_roles(driver)
    driver.press("f1")
    yield lambda: driver.dialog.title == "" and focused_widget(driver.dialog) is not None
    driver.notes["keys"] = [row.keys for row in driver.dialog.ids.window_keys.children]
    driver.press("escape")
    yield lambda: driver.dialog is driver.root
    driver.press("-", "ctrl")
    yield lambda: driver.controller.settings.text_size == 175
    driver.press("0", "ctrl")
    yield lambda: driver.controller.settings.text_size == 100


def look_at_dialogs(driver: WindowDriver) -> Iterator[Condition]:
    """Every dialog in every language, at the normal size of text and at the largest. Needs references."""
    faults = driver.notes["faults"] = {}
    for language in ("en", "de"):
        driver.root.change_setting("language", language)
        for size in (100, 200):
            driver.root.change_setting("text_size", size)
            yield lambda size=size: driver.controller.settings.text_size == size
            yield after_ticks(10)

            def look(name: str, size: int = size, language: str = language) -> None:
                faults[f"{name} {language} {size}"] = faults_of(driver.dialog)

            yield from open_dialogs(driver, look)
    yield from scroll_the_help(driver)


def faults_of(dialog: Any) -> list[str]:
    """Buttons whose text is cut off, and what the eye or the keyboard misses when a dialog opens."""
    from app.gui.navigation.focus import focused_widget
    from app.gui.widgets.buttons import BaseButton
    from app.gui.widgets.scroll import Scroll

    widgets = list(dialog.walk(restrict=True))
    faults = [one.text for one in widgets if isinstance(one, BaseButton) and one.is_shortened]
    if dialog.x % 1 or dialog.y % 1:
        faults.append(f"on parts of pixels: {dialog.pos}")
    if any(view.scroll_y < 1 for view in widgets if isinstance(view, Scroll) and view.overflows):
        faults.append("its beginning is out of view")
    focused = focused_widget(dialog)
    left, bottom = focused.to_window(*focused.pos) if focused else (-1, -1)
    if left < dialog.x or bottom < dialog.y or bottom + focused.height > dialog.top:
        faults.append("the focus is out of view")
    return faults


def scroll_the_help(driver: WindowDriver) -> Iterator[Condition]:
    """With the keyboard, while the button below it has the focus."""
    from app.gui.widgets.scroll import Scroll

    driver.root.show_help()
    yield lambda: driver.dialog is not driver.root
    yield after_ticks(10)
    (view,) = (widget for widget in driver.dialog.walk(restrict=True) if isinstance(widget, Scroll))
    driver.press("page down")
    driver.notes["help scrolls"] = view.scroll_y < 1
    driver.press("escape")
    yield lambda: driver.dialog is driver.root


def resize_the_window(driver: WindowDriver) -> Iterator[Condition]:
    """Notes for each size whether the tick of the camera is still drawn in its button."""
    camera = driver.root.ids.camera
    icon = camera.children[0]
    yield lambda: icon.tone == "good"
    for size in ((420, 360), (800, 600), (1000, 700)):
        driver.window.size = size
        yield after_ticks(20)
        points = icon._lines[0].points
        inside = [camera.x < x < camera.right and camera.y < y < camera.top for x, y in pairs(points)]
        driver.notes.setdefault("inside", []).append(bool(inside) and all(inside))


def squeeze_the_frame(driver: WindowDriver) -> Iterator[Condition]:
    """Notes what stands above and below the screen, at the normal size of text and at twice that, in a window
    too narrow for the tabs; and the bar of one as wide as the default. Needs an empty data folder."""
    yield from fill_the_bar(driver)
    ids, notice = driver.root.ids, driver.root.ids.notice
    driver.window.size = (800, 544)
    for percent in (100, 200):
        driver.root.change_setting("text_size", percent)
        driver.root.navigate("settings")
        driver.root.show_notice("")
        yield after_ticks(20)
        driver.notes[str(percent)] = [ids.menu.text, round(ids.menu.x), notice.text, ids.person.text]
    driver.root.navigate("welcome")
    yield lambda: bool(driver.ids.footer.children)
    yield after_ticks(20)
    start = driver.ids.footer.children[0].ids.start
    driver.notes["start"] = [driver.ids.page.overflows, is_visible(driver, start)]
    driver.root.show_notice(LONG_NOTICE)
    yield after_ticks(20)
    icon = notice.children[0]
    driver.notes["below the top of the notice"] = [notice.top - icon.top, notice.height]
    driver.root.use_person("Ada")
    yield lambda: ids.person.text == "Ada"


def fill_the_bar(driver: WindowDriver) -> Iterator[Condition]:
    """Notes in every language whether the bar has the name of the program and the tabs, and the room that is
    left between them and what is on the right; and the room that the name has beside its text."""
    ids = driver.root.ids
    driver.window.size = (1100, 720)
    for language in ("de", "en"):
        driver.root.change_setting("language", language)
        yield lambda language=language: driver.controller.settings.language == language
        yield after_ticks(20)
        root, left = driver.root, ids.person.x - ids.tabs.right
        driver.notes[f"bar {language}"] = [root.branded, root.compact, left, ids.person.text]
    driver.notes["around the name"] = ids.brand.width - ids.brand.texture_size[0]


def pairs(points: list[float]) -> list[tuple[float, float]]:
    return list(zip(points[::2], points[1::2], strict=True))


def tab_through(driver: WindowDriver) -> list[list[str]]:
    """Returns the controls of the window that the Tab key leaves out, and those that it leaves unseen."""
    from app.gui.navigation.focus import focusable_widgets, focused_widget

    reachable, reached, hidden = focusable_widgets(driver.root), [], []
    for _ in reachable:
        driver.press("tab")
        widget = focused_widget(driver.root)
        reached.append(widget)
        if not is_visible(driver, widget):
            hidden.append(label_of(widget))
    missed = [label_of(widget) for widget in focusable_widgets(driver.root) if widget not in reached]
    driver.press("escape")
    return [missed, hidden]


def views_clipped_elsewhere(driver: WindowDriver) -> list[str]:
    """The views of the screen that scroll, in whatever scrolls too, and do not clip at their own edges."""
    from app.gui.widgets.scroll import Scroll

    driver.window.on_draw()
    views = [widget for widget in driver.root.screen.walk() if isinstance(widget, Scroll)]
    return [
        f"{driver.root.screen.name}: {view.clip} {edges_of(view)}"
        for view in views
        if not is_clipped_at_its_edges(view)
    ]


def drag_the_scroll_bars(driver: WindowDriver) -> Iterator[Condition]:
    """In a small window, on every screen: drags each scroll bar from the top down. Notes how far each view
    scrolled, which bars reach out of the window, and where the content then is."""
    moved, outside, offsets = {}, [], set()
    for size, percent in (((800, 420), 100), ((800, 544), 200)):
        driver.window.size = size
        driver.root.change_setting("text_size", percent)
        for name in driver.root.screens.names:
            driver.root.navigate(name)
            yield lambda: driver.root.screen.complete
            yield after_ticks(20)
            for number, view in enumerate(scrolling_views(driver)):
                if right_of_bar(view) > driver.window.width:
                    outside.append(name)
                view.scroll_y = 1.0
                yield after_ticks(3)
                yield from drag_bar(driver, view)
                moved[f"{name} {number} {percent} %"] = 1.0 - view.scroll_y
                offsets |= {offset % 1 for offset in view.g_translate.xy}
    driver.notes.update(moved=moved, outside=outside, offsets=sorted(offsets))


def scrolling_views(driver: WindowDriver) -> list[Any]:
    from app.gui.widgets.scroll import Scroll

    views = driver.root.screen.walk(restrict=True)
    return [view for view in views if isinstance(view, Scroll) and view.viewport_size[1] > view.height > 0]


def right_of_bar(view: Any) -> float:
    return float(view.to_window(view.right - view.bar_margin, view.y)[0])


def drag_bar(driver: WindowDriver, view: Any) -> Iterator[Condition]:
    """From the middle of the bar, down by a third of the view."""
    left, bottom = view.to_window(*view._handle_y_pos)
    width, height = view._handle_y_size
    x, y = left + width / 2, driver.window.height - bottom - height / 2
    driver.window.dispatch("on_mouse_down", x, y, "left", [])
    for share in (1 / 6, 1 / 3):
        yield after_ticks(2)
        driver.window.dispatch("on_mouse_move", x, y + share * view.height, [])
    yield after_ticks(2)
    driver.window.dispatch("on_mouse_up", x, y + view.height / 3, "left", [])
    yield after_ticks(2)


def is_clipped_at_its_edges(view: Any) -> bool:
    return all(abs(found - edge) < 1 for found, edge in zip(view.clip, edges_of(view), strict=True))


def edges_of(view: Any) -> tuple[float, ...]:
    """Left, bottom, right and top in the window."""
    return (*view.to_window(view.x, view.y), *view.to_window(view.right, view.top))


def described_roles(driver: WindowDriver) -> list[list[str]]:
    """What a screen reader learns of the Settings screen."""
    from app.gui.accessibility.accessible_widget import every_widget
    from app.gui.accessibility.description import describe

    driver.root.navigate("settings")
    described = every_widget(describe(driver.root, driver.window.height))
    return [[widget.role, widget.name] for widget in described]


def is_visible(driver: WindowDriver, widget: Any) -> bool:
    """Whether all of the widget is inside the window and above the notice."""
    left, bottom = widget.to_window(widget.x, widget.y)
    right, top = left + widget.width, bottom + widget.height
    return (
        left >= 0
        and bottom >= driver.root.ids.notice.top - 1
        and right <= driver.window.width + 1
        and top <= driver.window.height + 1
    )


def label_of(widget: Any) -> str:
    return getattr(widget, "text", "") or type(widget).__name__


def stack_the_collect_screen(driver: WindowDriver) -> Iterator[Condition]:
    """Needs a person called me with references, and text so large that the screen has one column. Keeps
    crops until one is questioned, scrolled back to the top before each."""
    driver.root.navigate("collect")
    yield lambda: driver.root.screen.ready and driver.root.screen.has_recent is False
    yield after_ticks(20)
    driver.notes["narrow"] = driver.root.screen.narrow
    keep = driver.find("Keep (A)", driver.ids.anchor)
    driver.notes["seen together"] = [is_visible(driver, widget) for widget in (driver.ids.preview, keep)]
    while driver.root.screen.doubt == "":
        driver.ids.page.scroll_y = 1
        driver.press("n")
        yield after_ticks(10)
    yield after_ticks(20)
    parts = ("preview", "anchor", "negative", "candidate_panel", "doubt_panel", "recent_crops")
    tops = [driver.ids[name].to_window(0, driver.ids[name].top)[1] for name in parts]
    driver.notes["in order"] = tops == sorted(tops, reverse=True)
    buttons = driver.ids.remove_doubtful, driver.ids.doubt
    driver.notes["question seen"] = [is_visible(driver, widget) for widget in buttons]


def fill_a_large_display(driver: WindowDriver) -> Iterator[Condition]:
    """Notes how much is free to the left and to the right of each screen's content, and how wide that is."""
    margins = driver.notes["margins"] = {}
    for name in driver.root.screens.names:
        driver.root.navigate(name)
        yield lambda: driver.root.screen.complete
        yield after_ticks(20)
        margins[name] = margins_of(driver)
    driver.notes["display"] = driver.window.width
    driver.root.navigate("people")
    yield after_ticks(20)
    last, field = driver.ids.people.children[0], driver.ids.new_name
    driver.notes["below the people"] = last.to_window(0, last.y)[1] - field.to_window(0, field.top)[1]


def margins_of(driver: WindowDriver) -> list[float]:
    from app.gui.accessibility.accessible_widget import every_widget
    from app.gui.accessibility.description import describe

    described = list(every_widget(describe(driver.root.screen, driver.window.height)))
    left = min(widget.bounds[0] for widget in described)
    right = max(widget.bounds[2] for widget in described)
    return [left, driver.window.width - right, right - left]


def grow_a_list(driver: WindowDriver) -> Iterator[Condition]:
    """Adds a row to three rows of 30 pixels, in a column that is shown."""
    from kivy.uix.widget import Widget

    from app.gui.lists.growing_column import GrowingColumn

    column, box = GrowingColumn(spacing=5), driver.ids.detail.parent
    box.add_widget(column)
    rows = [Widget(size_hint_y=None, height=30) for _ in range(4)]
    for row in rows[:3]:
        column.add_widget(row)
    yield after_ticks(5)
    before = [tuple(row.pos) for row in rows[:3]]
    column.add_widget(rows[3])
    yield after_ticks(5)
    driver.notes["moved"] = [tuple(row.pos) for row in rows[:3]] != before
    driver.notes["height"] = column.height
    driver.notes["widths"] = [row.width == column.width for row in rows]
    top = column.to_window(column.x, column.y)[1] + column.height
    driver.notes["tops"] = [round(top - row.to_window(row.x, row.y)[1] - row.height) for row in rows]
