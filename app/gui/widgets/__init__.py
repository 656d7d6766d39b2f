"""Widgets of the window; importing this package makes their names known to the .kv files."""

from app.gui.widgets.buttons import Choice, PlainButton, Pressable, Tick
from app.gui.widgets.camera_chooser import CameraChooser
from app.gui.widgets.crop import Crop
from app.gui.widgets.dialogs import Confirmation, Dialog, PathChooser
from app.gui.widgets.fields import Field, ProgressLine
from app.gui.widgets.hover import Tooltip
from app.gui.widgets.notice import NoticeBar
from app.gui.widgets.preview import Preview
from app.gui.widgets.threshold import ThresholdBar

__all__ = [
    "CameraChooser",
    "Choice",
    "Confirmation",
    "Crop",
    "Dialog",
    "Field",
    "NoticeBar",
    "PathChooser",
    "PlainButton",
    "Pressable",
    "Preview",
    "ProgressLine",
    "ThresholdBar",
    "Tick",
    "Tooltip",
]
