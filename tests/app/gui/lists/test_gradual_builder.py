from functools import partial

import pytest
from kivy.clock import Clock

from app.gui.lists import gradual_builder
from app.gui.lists.gradual_builder import GradualBuilder


@pytest.fixture
def one_step_a_frame(monkeypatch):
    monkeypatch.setattr(gradual_builder, "FRAME_BUDGET_S", 0)


@pytest.mark.usefixtures("one_step_a_frame")
def test_long_steps_are_spread_over_frames():
    built, builder = [], GradualBuilder()
    builder.build(partial(built.append, number) for number in range(3))
    seen = [list(built)]
    for _ in range(3):
        Clock.tick()
        seen.append(list(built))
    assert seen == [[0], [0, 1], [0, 1, 2], [0, 1, 2]]


@pytest.mark.usefixtures("one_step_a_frame")
def test_further_steps_come_after_those_that_are_left():
    built, builder = [], GradualBuilder()
    builder.build(partial(built.append, number) for number in range(2))
    builder.build([partial(built.append, 2)])
    for _ in range(3):
        Clock.tick()
    assert built == [0, 1, 2]


@pytest.mark.usefixtures("one_step_a_frame")
def test_cancelled_steps_are_not_built():
    built, builder = [], GradualBuilder()
    builder.build(partial(built.append, number) for number in range(2))
    builder.cancel()
    Clock.tick()
    assert built == [0]


@pytest.mark.usefixtures("one_step_a_frame")
def test_a_step_may_add_steps_for_later_frames():
    built, builder = [], GradualBuilder()
    builder.build([lambda: builder.add([partial(built.append, 1)]), partial(built.append, 0)])
    assert not builder.done
    for _ in range(2):
        Clock.tick()
    assert built == [0, 1]
    assert builder.done


@pytest.mark.usefixtures("one_step_a_frame")
def test_the_last_step_waits_for_steps_that_others_add():
    built, builder = [], GradualBuilder()
    builder.build([partial(built.append, 0), lambda: builder.add([partial(built.append, 1)])])
    builder.finish_with(partial(built.append, 2))
    for _ in range(3):
        Clock.tick()
    assert built == [0, 1, 2]
    builder.finish_with(partial(built.append, 3))
    builder.cancel()
    Clock.tick()
    assert built == [0, 1, 2]


def test_short_steps_share_a_frame(monkeypatch):
    monkeypatch.setattr(gradual_builder, "FRAME_BUDGET_S", 60)
    built, builder = [], GradualBuilder()
    builder.build(partial(built.append, number) for number in range(3))
    assert built == [0, 1, 2]
