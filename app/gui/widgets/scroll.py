"""A view that scrolls up and down."""

from typing import Any

from kivy.graphics import Callback, ScissorPop, ScissorPush
from kivy.uix.scrollview import ScrollView


class Scroll(ScrollView):
    """Clips its content with a scissor: Kivy's stencil draws each pixel of the view twice more. Styled in
    scroll.kv."""

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

    def _place_scissor(self, instruction: Callback) -> None:
        """Just before drawing, since every ancestor can move the view."""
        left, bottom = map(int, self.to_window(*self.pos))
        right, top = map(int, self.to_window(self.x + self.width, self.y + self.height))
        self._scissor.x, self._scissor.y = left, bottom
        self._scissor.width, self._scissor.height = right - left, top - bottom
