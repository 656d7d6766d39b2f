from app.gui.drawing.colours import Colours
from app.gui.drawing.palette import DARK, LIGHT, rgba
from app.presenters.tone import Tone


def test_another_theme_reaches_what_is_bound():
    colours, seen = Colours(), []
    colours.bind(TEXT=lambda source, colour: seen.append(tuple(colour)))
    assert tuple(colours.TEXT) == rgba(DARK.text)

    colours.use(LIGHT)

    assert seen == [rgba(LIGHT.text)]
    assert tuple(colours.OF_TONE[Tone.GOOD]) == rgba(LIGHT.good)
