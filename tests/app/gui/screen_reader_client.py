"""A screen reader for tests: run by the Python of the system, which has the bindings of AT-SPI.

Reads a request a line from the standard input, and answers each with a line of JSON. At the end of its input
it ends.
"""

import json
import sys
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402 - the version comes first

warnings.simplefilter("ignore", DeprecationWarning)
BUS = ("org.a11y.Bus", "/org/a11y/bus", "org.freedesktop.DBus.Properties", "Set")
EVENTS = ("object:announcement", "object:state-changed:focused", "object:state-changed:checked")
events: list[list[Any]] = []


def listen() -> None:
    """Tell all programs that a screen reader runs, and note their events."""
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    value = GLib.Variant("(ssv)", ("org.a11y.Status", "ScreenReaderEnabled", GLib.Variant("b", True)))
    bus.call_sync(*BUS, value, None, Gio.DBusCallFlags.NONE, -1, None)
    listener = Atspi.EventListener.new(note)
    for name in EVENTS:
        listener.register(name)
    GLib.io_add_watch(sys.stdin.fileno(), GLib.IO_IN | GLib.IO_HUP, lambda *source: answer_next(listener))
    Atspi.event_main()


def note(event: Any) -> None:
    name, text = event.source.get_name(), event.any_data if isinstance(event.any_data, str) else ""
    events.append([event.type, event.source.get_role_name(), name, event.detail1, text])


def answer_next(listener: Any) -> bool:
    """A widget may disappear while the tree is read: that is an error, too."""
    line = sys.stdin.readline()
    if not line:
        Atspi.event_quit()
        return False
    name, *arguments = json.loads(line)
    try:
        answer = REQUESTS[name](*arguments)
    except (GLib.Error, LookupError, AttributeError) as error:
        answer = f"error: {error}"
    print(json.dumps(answer), flush=True)
    return True


def window() -> Any:
    """Of the program under test, the only one on its bus."""
    for program in children(Atspi.get_desktop(0)):
        if program.get_child_count():
            return program.get_child_at_index(0)
    raise LookupError("There is no window.")


def children(node: Any) -> list[Any]:
    return [node.get_child_at_index(number) for number in range(node.get_child_count())]


def tree() -> dict[str, Any]:
    return described(window())


def described(node: Any) -> dict[str, Any]:
    value, text = node.get_value_iface(), node.get_text_iface()
    return {
        "role": node.get_role_name(),
        "name": node.get_name(),
        "states": [state.value_nick for state in node.get_state_set().get_states()],
        "value": [value.get_current_value(), value.get_minimum_increment()] if value else None,
        "text": [text.get_text(0, -1), text.get_caret_offset()] if text else None,
        "bounds": bounds(node),
        "children": [described(child) for child in children(node)],
    }


def bounds(node: Any) -> list[int] | None:
    """Left, top, width and height on the screen."""
    if not node.get_component_iface():
        return None
    area = node.get_extents(Atspi.CoordType.SCREEN)
    return [area.x, area.y, area.width, area.height]


def take_events() -> list[list[Any]]:
    taken, events[:] = events[:], []
    return taken


def find(role: str, name: str) -> Any:
    for node in walk(window()):
        if node.get_role_name() == role and node.get_name() == name:
            return node
    raise LookupError(f"There is no {role} {name!r}.")


def walk(node: Any) -> Iterator[Any]:
    yield node
    for child in children(node):
        yield from walk(child)


def press(role: str, name: str) -> bool:
    return bool(find(role, name).get_action_iface().do_action(0))


def focus(role: str, name: str) -> bool:
    return bool(find(role, name).get_component_iface().grab_focus())


def set_value(role: str, name: str, value: float) -> bool:
    return bool(find(role, name).get_value_iface().set_current_value(value))


REQUESTS: dict[str, Callable[..., Any]] = {
    "tree": tree,
    "events": take_events,
    "press": press,
    "focus": focus,
    "set": set_value,
}


if __name__ == "__main__":
    listen()
