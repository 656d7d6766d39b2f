from itertools import pairwise

import pytest

from model.liveness.lamp.sequence import PALETTE, PHASE_S, PHASES, LampShow, random_colours

FPS = 30


def test_colours_change_fewer_than_three_times_a_second_and_neighbours_differ():
    assert 1 / PHASE_S < 3
    for _ in range(50):
        colours = random_colours()
        assert len(colours) == PHASES
        assert all(one != other for one, other in pairwise(colours))


def test_sequences_do_not_repeat():
    assert len({random_colours() for _ in range(50)}) == 50


def test_no_colour_is_dark_or_garish():
    for colour in PALETTE:
        assert min(colour.red, colour.green, colour.blue) >= 0.45
        assert max(colour.red, colour.green, colour.blue) >= 0.95


def test_each_colour_is_shown_in_turn_and_then_none():
    show = LampShow(PALETTE[:3])
    shown = [show.advance(number / FPS) for number in range(round(4 * PHASE_S * FPS))]
    order = [colour for colour, before in zip(shown, [None, *shown], strict=False) if colour != before]
    assert order == [*PALETTE[:3], None]
    assert not show.is_seen(3 * PHASE_S, 0.3)
    assert show.is_seen(4 * PHASE_S + 0.3, 0.3)


@pytest.mark.parametrize(
    ("seconds", "phase"),
    [(-1.0, None), (0.0, None), (0.05, None), (0.2, 0), (0.45, None), (0.6, 1), (9.0, None)],
)
def test_a_phase_is_known_only_once_its_light_is_steady(seconds, phase):
    show = LampShow(PALETTE[:2])
    for number in range(4):
        show.advance(number * PHASE_S)
    assert show.settled_phase_at(seconds) == phase


def test_a_slow_camera_gets_every_colour():
    show = LampShow(PALETTE[:3])
    assert [show.advance(number * 1.0) for number in range(4)] == [*PALETTE[:3], None]
