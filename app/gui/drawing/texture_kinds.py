"""Draw every kind of texture before the window is in use.

Without a graphics card, Mesa compiles a program when it first draws a kind, unless its cache on the disk has
it. That takes 20 to 100 ms. Whether the width or the height is a power of two makes another kind, and a text
can have any size.
"""

from itertools import product

from kivy.clock import Clock
from kivy.graphics import Canvas, Color, InstructionGroup, Rectangle
from kivy.graphics.texture import Texture

FORMATS = ("rgba", "rgb")
"""Of texts, and of pictures."""
SIDES = (3, 4)
"""In pixels: no power of two, and one."""
SHOWN_S = 1.0


def draw_texture_kinds(canvas: Canvas) -> None:
    """In the first frame, invisibly."""
    group = InstructionGroup()
    group.add(Color(1, 1, 1, 0))
    for colour_format, width, height in product(FORMATS, SIDES, SIDES):
        texture = Texture.create(size=(width, height), colorfmt=colour_format)
        group.add(Rectangle(texture=texture, size=(width, height)))
    group.add(Color(1, 1, 1, 1))
    canvas.add(group)
    Clock.schedule_once(lambda dt: canvas.remove(group), SHOWN_S)
