"""Widgets and shapes of the window, known to the Kivy language once this package is imported."""

from app.gui.drawing.rounded_box import RoundedBox
from app.gui.drawing.text_line import TextLine
from app.gui.drawing.tone_icon import ToneIcon
from app.gui.lists.growing_column import GrowingColumn
from app.gui.widgets.buttons import (
    BaseButton,
    FittedButton,
    FittedCheckBox,
    FittedOption,
    LabelledCheckBox,
    PlainButton,
    ScreenOption,
    ToggleOption,
)
from app.gui.widgets.camera_chooser import CameraChooser
from app.gui.widgets.crop import CropImage
from app.gui.widgets.dialogs import ConfirmationDialog, Dialog, PathChooser, TextDialog
from app.gui.widgets.fields import ProgressLine, Text, TextField
from app.gui.widgets.hover import Tooltip
from app.gui.widgets.notice import NoticeBar
from app.gui.widgets.optional import Optional
from app.gui.widgets.preview import Preview
from app.gui.widgets.scroll import PageScroll, Scroll
from app.gui.widgets.threshold import ThresholdSlider

__all__ = [
    "BaseButton",
    "CameraChooser",
    "ConfirmationDialog",
    "CropImage",
    "Dialog",
    "FittedButton",
    "FittedCheckBox",
    "FittedOption",
    "GrowingColumn",
    "LabelledCheckBox",
    "NoticeBar",
    "Optional",
    "PageScroll",
    "PathChooser",
    "PlainButton",
    "Preview",
    "ProgressLine",
    "RoundedBox",
    "ScreenOption",
    "Scroll",
    "Text",
    "TextDialog",
    "TextField",
    "TextLine",
    "ThresholdSlider",
    "ToggleOption",
    "ToneIcon",
    "Tooltip",
]
