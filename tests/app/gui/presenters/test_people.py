from pathlib import Path

from app.crop_store import CropCounts, CropKind, CropStore
from app.gui.presenters.people import PersonView, import_words, reference_words, survey
from app.reference_store import FolderReferences, ReferenceProblem, ReferenceStore
from tests.fakes import lively


def test_the_chosen_person_is_listed_before_anything_was_kept(tmp_path: Path) -> None:
    crops, references = CropStore(tmp_path), ReferenceStore(tmp_path)
    crops.save("Ann", CropKind.ANCHOR, lively())
    references.enrol("Ann", [lively(100), lively(150)])

    view = survey(crops, references, "me")

    assert view.people == (PersonView("Ann", "2 references", False), PersonView("me", "no references", True))
    assert (view.counts, view.references) == (CropCounts(), ())


def test_the_chosen_person_in_full(tmp_path: Path) -> None:
    crops, references = CropStore(tmp_path), ReferenceStore(tmp_path)
    crops.save("Ann", CropKind.NEGATIVE, lively())
    kept = references.enrol("Ann", [lively()])

    view = survey(crops, references, "Ann")

    assert (view.name, view.counts, view.references) == ("Ann", CropCounts(negative=1), tuple(kept))


def test_skipped_photographs_are_mentioned() -> None:
    problems = tuple(ReferenceProblem(Path(name), "No face was found in it.") for name in ("a.jpg", "b.jpg"))

    words = import_words(FolderReferences((lively(),), problems), "Ann")

    expected = "2 pictures skipped, for example a.jpg: No face was found in it."
    assert words == f"1 reference enrolled for Ann. {expected}"


def test_references_in_words() -> None:
    assert reference_words([]).startswith("None yet.")
    assert reference_words([Path("a.jpg")]) == "1 crop that the live face is compared with."
