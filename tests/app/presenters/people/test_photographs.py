import pytest

from app.presenters.people.photographs import question_of
from model.verification.decision import Decision, Reason

LIKE = Decision(Reason.ENOUGH_MATCHES, 8, 8, 0.99)
PARTLY = Decision(Reason.TOO_FEW_MATCHES, 1, 8, 0.93)
UNLIKE = Decision(Reason.TOO_FEW_MATCHES, 0, 8, 0.02)
FIRST = Decision(Reason.NO_REFERENCES)

NO_QUESTION = {
    "nothing was found": [],
    "the first references": [FIRST, FIRST],
    "other poses": [PARTLY, PARTLY],
    "half of them": [LIKE, UNLIKE],
}


@pytest.mark.parametrize("decisions", NO_QUESTION.values(), ids=NO_QUESTION)
def test_faces_that_may_be_the_person_are_added_without_a_question(decisions: list[Decision]) -> None:
    assert question_of(decisions, "Ada") is None


def test_a_face_of_somebody_else_is_asked_about() -> None:
    question = question_of([UNLIKE], "Ada")

    assert question is not None
    assert (question.title, question.verb) == ("Does this photograph show Ada?", "Add it")
    assert question.words.startswith("The face in it does not look like Ada.")


def test_faces_are_counted_when_most_are_somebody_elses() -> None:
    question = question_of([UNLIKE, LIKE, UNLIKE], "Ada")

    assert question is not None
    assert (question.title, question.verb) == ("Do these photographs show Ada?", "Add them")
    assert question.words.startswith("2 of 3 faces do not look like Ada.")
