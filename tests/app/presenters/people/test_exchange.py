from pathlib import Path

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


def test_an_import_says_what_was_new_and_of_whom() -> None:
    ada, bob = (Path("people") / name / "references" for name in ("Ada", "Bob"))
    computed = ada / "embeddings.bin"
    pictures, templates = [ada / "1.jpg", bob / "2.png"], [bob / "3.template"]

    assert imported_words([*pictures, computed]) == "2 pictures of Ada and Bob imported."
    assert imported_words(pictures[:1]) == "1 picture of Ada imported."
    assert imported_words(templates) == "Embeddings of Bob imported."
    assert imported_words([*pictures[:1], *templates]) == (
        "1 picture of Ada imported. Embeddings of Bob imported."
    )
    assert imported_words([computed]) == "Embeddings of Ada imported."
    assert imported_words([]) == "Everything in this file is here already."
