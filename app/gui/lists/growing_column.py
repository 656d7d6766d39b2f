"""A column that grows at its end."""

from typing import Any

from kivy.properties import NumericProperty
from kivy.uix.relativelayout import RelativeLayout


class GrowingColumn(RelativeLayout):
    """Rows below each other, as wide as the column. Styled in growing_column.kv.

    The rows are placed relative to its top. In Kivy's box layouts they are placed from the bottom, so each
    new row moves all others, with everything in them: a list of fifty rows took 20 ms of every frame.
    """

    spacing = NumericProperty(0)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.bind(spacing=self._trigger_layout)

    def do_layout(self, *changed: object) -> None:
        used = 0.0
        for row in reversed(self.children):
            row.width, row.x = self.width, 0
            used += row.height
            row.y = -used
            used += self.spacing
        self.height = max(0.0, used - self.spacing)

    def to_parent(self, x: float, y: float, **options: Any) -> tuple[float, float]:
        return x + self.x, y + self.y + self.height

    def to_local(self, x: float, y: float, **options: Any) -> tuple[float, float]:
        return x - self.x, y - self.y - self.height

    def _apply_transform(self, matrix: Any, pos: tuple[float, float] | None = None) -> Any:
        """Kivy's hook for the window's coordinates of a widget."""
        matrix.translate(self.x, self.y + self.height, 0)
        return super(RelativeLayout, self)._apply_transform(matrix, (0, 0))
