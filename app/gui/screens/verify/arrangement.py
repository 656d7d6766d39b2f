"""Where the headline, the picture and the next step are in the Verify screen."""

from typing import Any


def arrange(ids: Any, low: bool, pinned: bool) -> None:
    """``ids``: the widgets of verify.kv. ``low`` and ``pinned``: as the properties of the screen."""
    _place_head(ids, low)
    _place_upper(ids, pinned)


def _place_head(ids: Any, low: bool) -> None:
    """The headline and the button of the next step: in the card, or beside a picture that is small."""
    head, primary = ids.head.__self__, ids.primary.__self__
    for widget in (head, primary):
        widget.parent.remove_widget(widget)
    if low:
        ids.beside.add_widget(head)
        ids.beside.add_widget(primary)
    else:
        ids.card.add_widget(head, index=len(ids.card.children))
        ids.card.add_widget(primary, index=ids.card.children.index(ids.time_left.__self__))


def _place_upper(ids: Any, pinned: bool) -> None:
    """The picture and what is beside it: above the details, or the first of what scrolls with them."""
    upper, home = ids.upper.__self__, (ids.page if pinned else ids.details).__self__
    if upper.parent is not home:
        upper.parent.remove_widget(upper)
        home.add_widget(upper, index=len(home.children))
        ids.scroll.scroll_y = 1.0
