"""Turn described widgets into the tree of accesskit."""

from typing import Any

from app.gui.accessibility.accessible_widget import AccessibleWidget, Amount, EditedText, Role

ROOT_ID = 0
"""Id of the window. A widget's id is its ``uid``, which is larger."""
ANNOUNCEMENT_ID = 2**40
TEXT_IDS = 2**41
"""Plus a text field's id: the id of its text. No ``uid`` is so large."""
PROGRAM = "Sameface"


class TreeBuilder:
    """``accesskit``: the package."""

    def __init__(self, accesskit: Any) -> None:
        self._accesskit = accesskit

    def build(
        self,
        widgets: tuple[AccessibleWidget, ...],
        size: tuple[float, float] = (0, 0),
        focus: int = ROOT_ID,
        announcement: str = "",
        screen: str = "",
    ) -> Any:
        """``size``: of the window, in pixels. ``focus``: the id of the widget with the keyboard focus.
        ``screen``: its name is a part of the window's, since screen readers say when that changes."""
        nodes = [node for widget in widgets for node in self._nodes(widget)]
        known = {number for number, _ in nodes}
        update = self._accesskit.TreeUpdate(focus if focus in known else ROOT_ID)
        update.nodes = [
            (ROOT_ID, self._window(widgets, size, screen)),
            *nodes,
            (ANNOUNCEMENT_ID, self._announcement(announcement)),
        ]
        update.tree = self._accesskit.Tree(ROOT_ID)
        update.tree.toolkit_name = "Kivy"
        return update

    def _window(self, widgets: tuple[AccessibleWidget, ...], size: tuple[float, float], screen: str) -> Any:
        window = self._accesskit.Node(self._accesskit.Role.WINDOW)
        window.set_label(": ".join(filter(None, (PROGRAM, screen))))
        window.set_bounds(self._accesskit.Rect(0, 0, *size))
        window.set_children([*(widget.number for widget in widgets), ANNOUNCEMENT_ID])
        return window

    def _announcement(self, text: str) -> Any:
        """Has no place in the window. A screen reader reads it out when it appears."""
        node = self._accesskit.Node(self._accesskit.Role.LABEL)
        if text:
            node.set_live(self._accesskit.Live.POLITE)
            node.set_value(text)
        return node

    def _nodes(self, widget: AccessibleWidget) -> list[tuple[int, Any]]:
        """Of the widget and of all that is in it."""
        node, inner = self._node(widget), [found for child in widget.children for found in self._nodes(child)]
        children = [child.number for child in widget.children]
        if widget.text is not None:
            run = TEXT_IDS + widget.number
            self._set_text(node, run, widget.text)
            inner, children = [(run, self._text_run(widget.text.text))], [run]
        node.set_children(children)
        return [(widget.number, node), *inner]

    def _node(self, widget: AccessibleWidget) -> Any:
        node = self._accesskit.Node(getattr(self._accesskit.Role, widget.role))
        node.set_bounds(self._accesskit.Rect(*widget.bounds))
        (node.set_value if widget.role is Role.LABEL else node.set_label)(widget.name)
        if widget.description:
            node.set_description(widget.description)
        if widget.amount is not None:
            self._set_amount(node, widget.amount)
        if widget.checked is not None:
            self._set_checked(node, widget.role, widget.checked)
        if widget.disabled:
            node.set_disabled()
        if widget.role is Role.DIALOG:
            node.set_modal()
        for action in self._actions(widget) if widget.focusable else ():
            node.add_action(action)
        return node

    def _set_checked(self, node: Any, role: Role, checked: bool) -> None:
        if role is Role.TAB:
            node.set_selected(checked)
        else:
            toggled = self._accesskit.Toggled
            node.set_toggled(toggled.TRUE if checked else toggled.FALSE)

    @staticmethod
    def _set_amount(node: Any, amount: Amount) -> None:
        node.set_numeric_value(amount.value)
        node.set_min_numeric_value(0.0)
        node.set_max_numeric_value(1.0)
        if amount.step:
            node.set_numeric_value_step(amount.step)

    def _set_text(self, node: Any, run: int, text: EditedText) -> None:
        positions = (self._accesskit.TextPosition(run, at) for at in (text.anchor, text.cursor))
        node.set_text_selection(self._accesskit.TextSelection(*positions))

    def _text_run(self, text: str) -> Any:
        node = self._accesskit.Node(self._accesskit.Role.TEXT_RUN)
        node.set_value(text)
        node.set_character_lengths([len(character.encode()) for character in text])
        node.set_word_lengths(word_lengths(text))
        return node

    def _actions(self, widget: AccessibleWidget) -> list[Any]:
        action = self._accesskit.Action
        general = [action.FOCUS, action.SCROLL_INTO_VIEW]
        if widget.role is Role.SLIDER:
            return [*general, action.SET_VALUE, action.INCREMENT, action.DECREMENT]
        if widget.text is not None:
            return [*general, action.SET_VALUE]
        return [*general, action.CLICK]


def word_lengths(text: str) -> list[int]:
    """In characters. A word has the spaces after it, so that the lengths add up to that of ``text``."""
    lengths = []
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or (text[at - 1].isspace() and not text[at].isspace()):
            lengths.append(at - start)
            start = at
    return lengths
