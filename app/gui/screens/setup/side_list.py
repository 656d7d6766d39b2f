"""The poses of a guided enrolment as a list: the ring in words."""

from kivy.properties import ObjectProperty
from kivy.uix.boxlayout import BoxLayout

from app.presenters.setup.enrolment import SideView


class SideRow(BoxLayout):
    """One pose and its state; styled in side_list.kv."""

    side: SideView = ObjectProperty(rebind=True)


class SideList(BoxLayout):
    """Shows ``sides``, one below the other."""

    sides: tuple[SideView, ...] = ObjectProperty(())

    def on_sides(self, widget: object, sides: tuple[SideView, ...]) -> None:
        if len(self.children) != len(sides):
            self.clear_widgets()
            for side in sides:
                self.add_widget(SideRow(side=side))
        for row, side in zip(reversed(self.children), sides, strict=True):
            row.side = side
