from app.presenters.people.exchange import imported_words, known_question, known_title, names_words


def test_many_names_are_counted() -> None:
    assert names_words(["Ada"]) == "Ada"
    assert names_words(["Ada", "Bob"]) == "Ada and Bob"
    assert names_words(["Ada", "Bob", "Cy"]) == "Ada, Bob and Cy"
    assert names_words(["Ada", "Bob", "Cy", "Di", "Eve"]) == "Ada, Bob, Cy and 2 more"


def test_before_pictures_are_added_to_somebody_the_question_says_what_follows() -> None:
    assert known_title(["Ada"]) == "Ada already exists"
    assert known_title(["Ada", "Bob"]) == "Ada and Bob already exist"
    assert known_question(["Ada"]).endswith("The faces in them are then verified as Ada.")


def test_an_import_says_whom_it_brought_or_that_nothing_was_new() -> None:
    assert imported_words(["Ada", "Bob"], 7) == "7 files of Ada and Bob imported."
    assert imported_words(["Ada"], 0) == "Everything in this file is here already."
