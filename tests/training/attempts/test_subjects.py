import numpy as np

from training.attempts import subjects as module
from training.attempts.subjects import MAX_OWN_ATTEMPTS, MIN_PICTURES, Pictures, select_subjects

COUNTS = [MIN_PICTURES, 1, 40, 3, MIN_PICTURES - 1]


def pictures() -> Pictures:
    people = np.repeat(np.arange(len(COUNTS)), COUNTS)
    names = [f"P{person}/{number}.jpg" for number, person in enumerate(people)]
    return Pictures(np.zeros((len(people), 1, 1, 3), np.uint8), names, people)


def test_people_with_enough_pictures_are_enrolled_and_each_other_person_tries_once() -> None:
    given = pictures()
    found = select_subjects(given)
    assert found.enrolled.tolist() == [0, 2]
    assert [len(references) for references in found.references] == [MIN_PICTURES, module.MAX_REFERENCES]
    for person, references in zip(found.enrolled, found.references, strict=True):
        assert set(given.people[references]) == {person}
    assert given.people[found.own].tolist() == [0] * MAX_OWN_ATTEMPTS + [2] * MAX_OWN_ATTEMPTS
    assert sorted(given.people[found.strangers]) == [1, 3, 4]


def test_the_same_pictures_give_the_same_subjects_however_many_strangers_there_are(monkeypatch) -> None:
    every_one = select_subjects(pictures()).strangers
    monkeypatch.setattr(module, "MAX_STRANGERS", 2)
    assert select_subjects(pictures()).strangers.tolist() == every_one[:2].tolist()


def test_without_somebody_on_each_side_there_is_no_attempt() -> None:
    given = pictures()
    few, many = given.people == 3, given.people == 2
    for chosen in (few, many):
        names = [name for name, kept in zip(given.names, chosen, strict=True) if kept]
        assert not select_subjects(Pictures(given.crops[chosen], names, given.people[chosen]))
    assert select_subjects(given)
