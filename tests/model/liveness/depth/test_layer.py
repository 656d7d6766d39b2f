from model.liveness.depth.head_turn import Turn
from model.liveness.depth.layer import Depth
from model.liveness.result import LayerStatus, LivenessReason, Prompt
from model.vision.frame import Frame
from tests.support.fakes import face_at, grey
from tests.support.synthetic_heads import FPS, bent_sheet, frames, head, sheet, still, turning


def run(shown, layer=None):
    layer = layer or Depth(lambda: Turn.LEFT)
    return [layer.add(frame, face) for frame, face in shown]


def later(shown, start):
    """The same pictures, numbered from ``start``."""
    return [
        (Frame(frame.image, start + frame.index, (start + frame.index) / FPS), face) for frame, face in shown
    ]


def test_a_head_that_turns_passes_without_a_prompt():
    results = run(frames(head, turning, 2 * FPS))
    assert results[-1].passed
    assert {result.prompt for result in results} == {None}


def test_sheets_that_turn_fail_as_flat():
    for surface in (sheet, bent_sheet):
        results = run(frames(surface, turning, 3 * FPS))
        assert not any(result.passed for result in results)
        assert results[-1].reason is LivenessReason.FLAT, results[-1]


def test_a_still_head_is_asked_to_turn_and_passes_after_the_turn():
    waiting, count = frames(head, still, 1), 2 * FPS + 3
    layer = Depth(lambda: Turn.LEFT)
    rest = [(Frame(waiting[0][0].image, number, number / FPS), waiting[0][1]) for number in range(count)]
    results = run(rest, layer)
    assert (results[-1].status, results[-1].prompt) == (LayerStatus.CANNOT_TELL, Prompt.TURN_LEFT)
    assert results[0].status is LayerStatus.GATHERING
    assert run(later(frames(head, turning, 2 * FPS), count), layer)[-1].passed


def test_a_turn_to_the_wrong_side_is_not_accepted_and_another_one_is_asked_for():
    asked = iter([Turn.RIGHT, Turn.LEFT, Turn.RIGHT, Turn.LEFT])
    layer = Depth(lambda: next(asked))
    first = frames(head, still, 1)[0]
    rest = [(Frame(first[0].image, number, number / FPS), first[1]) for number in range(2 * FPS + 3)]
    assert run(rest, layer)[-1].prompt is Prompt.TURN_RIGHT
    start = len(rest)
    results = run(later(frames(head, turning, FPS // 2), start), layer)
    assert not any(result.passed for result in results)
    assert results[-1].prompt is Prompt.TURN_LEFT


def test_depth_counts_again_after_a_break_of_the_track():
    layer = Depth()
    assert run(frames(head, turning, 2 * FPS), layer)[-1].passed
    layer.restart()
    assert layer.add(*frames(head, still, 1)[0]).status is LayerStatus.GATHERING


def test_a_face_without_texture_or_too_small_cannot_be_told():
    for image, face in ((grey(128, 240, 240), frames(head, still, 1)[0][1]), (grey(), face_at(size=60))):
        result = Depth().add(Frame(image, 0, 0.0), face)
        assert (result.status, result.reason) == (LayerStatus.CANNOT_TELL, LivenessReason.TOO_FEW_DETAILS)


def test_without_a_face_nothing_is_told():
    assert Depth().add(Frame(grey(), 0, 0.0), None).status is LayerStatus.GATHERING
