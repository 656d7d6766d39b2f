"""A view that scrolls up and down."""

from typing import Any

from kivy.graphics import Callback, ScissorPop, ScissorPush
from kivy.metrics import dp
from kivy.properties import AliasProperty
from kivy.uix.scrollview import ScrollView

from app.gui.drawing.geometry import scroll_handle

SHORTEST_HANDLE_DP = 28


class Scroll(ScrollView):
    """Clips its content with a scissor: Kivy's stencil draws each pixel of the view twice more. The bar is to
    the right of the view. Styled in scroll.kv."""

    overflows: bool = AliasProperty(
        lambda self: self.viewport_size[1] > self.height, bind=("viewport_size", "height")
    )
    """Whether there is more than the view shows."""
    vbar: tuple[float, float] = AliasProperty(
        lambda self: scroll_handle(
            self.height, self.viewport_size[1], self.scroll_y, at_least=dp(SHORTEST_HANDLE_DP)
        ),
        bind=("scroll_y", "viewport_size", "height"),
    )
    """In place of Kivy's, which shrinks to a dot: where the handle begins and how long it is, as shares of
    the height."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        with self.canvas.before:
            Callback(self._place_scissor)
            self._scissor = ScissorPush()
        # Not the scroll bar, which is beside the content.
        self.canvas.after.insert(0, ScissorPop())

    @property
    def clip(self) -> tuple[int, int, int, int]:
        """Left, bottom, right and top of what is shown, in pixels of the window."""
        left, bottom, width, height = (
            self._scissor.x,
            self._scissor.y,
            self._scissor.width,
            self._scissor.height,
        )
        return left, bottom, left + width, bottom + height

    def collide_point(self, x: float, y: float) -> bool:
        """With the bar, which is outside the view if ``bar_margin`` is negative."""
        outside = max(0, -self.bar_margin) if self.overflows else 0
        return bool(self.x <= x <= self.x + self.width + outside and self.y <= y <= self.y + self.height)

    def update_from_scroll(self, *changed: object) -> None:
        """At whole pixels, where text is sharp."""
        super().update_from_scroll(*changed)
        x, y = self.g_translate.xy
        self.g_translate.xy = round(x), round(y)

    def _place_scissor(self, instruction: Callback) -> None:
        """Just before drawing, since every ancestor can move the view."""
        left, bottom = map(int, self.to_window(*self.pos))
        right, top = map(int, self.to_window(self.x + self.width, self.y + self.height))
        self._scissor.x, self._scissor.y = left, bottom
        self._scissor.width, self._scissor.height = right - left, top - bottom


class PageScroll(Scroll):
    """A view that reaches to the edges of the window or of a dialog. The bar is inside it, so its content
    needs a margin."""
