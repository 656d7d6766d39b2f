"""Labeled Faces in the Wild (Huang et al. 2007) in a folder of the user's, and who may train or judge."""

from dataclasses import dataclass
from pathlib import Path

PEOPLE_TRAIN, PEOPLE_TEST, PAIRS_TEST = "peopleDevTrain.txt", "peopleDevTest.txt", "pairsDevTest.txt"
IMAGE_FOLDERS = ("", "lfw_funneled", "lfw_home/lfw_funneled", "lfw", "lfw_home/lfw")


class LfwError(RuntimeError):
    """LFW is not there or not whole; the message says what to do."""


@dataclass(frozen=True, slots=True)
class LfwPair:
    """Two pictures and whether they show one person."""

    left: Path
    right: Path
    same: bool


class LfwFolder:
    """The pictures below ``folder`` and the View 1 protocol files beside or among them.

    ``folder`` may be scikit-learn's data home, its ``lfw_home``, the ``lfw_funneled`` in it, or any folder
    that holds ``<Person>/<Person>_0001.jpg``. Raises LfwError when there is none.
    """

    def __init__(self, folder: Path) -> None:
        candidates = [folder / name for name in IMAGE_FOLDERS]
        found = [candidate for candidate in candidates if any(candidate.glob("*/*_0001.jpg"))]
        if not found:
            raise LfwError(
                f"There are no LFW pictures in {folder}. Name the folder that holds lfw_funneled, or "
                "<Person>/<Person>_0001.jpg, or let `fetch_lfw` download it."
            )
        self.images = found[0]

    def people(self) -> list[str]:
        """Everybody, by name."""
        return sorted(entry.name for entry in self.images.iterdir() if entry.is_dir())

    def images_of(self, person: str) -> list[Path]:
        """The person's pictures in order of their number."""
        return sorted((self.images / person).glob("*.jpg"))

    def image(self, person: str, number: int) -> Path:
        return self.images / person / f"{person}_{number:04d}.jpg"

    def dev_train_people(self) -> list[str]:
        """Who may train. Without peopleDevTrain.txt (scikit-learn's download has only the pairs):
        everybody who is not one of the ``dev_test_people``."""
        listed = self._listed(PEOPLE_TRAIN)
        if listed is not None:
            return listed
        judges = set(self.dev_test_people())
        return [person for person in self.people() if person not in judges]

    def dev_test_people(self) -> list[str]:
        """Who judges and never trains. Without peopleDevTest.txt: everybody named in pairsDevTest.txt."""
        listed = self._listed(PEOPLE_TEST)
        if listed is not None:
            return listed
        pairs = self.dev_test_pairs()
        return sorted({image.parent.name for pair in pairs for image in (pair.left, pair.right)})

    def dev_test_pairs(self) -> list[LfwPair]:
        """View 1's 1,000 pairs, half of them genuine. Raises LfwError without pairsDevTest.txt."""
        rows = self._rows(PAIRS_TEST)
        if rows is None:
            raise LfwError(
                f"{PAIRS_TEST} is neither in {self.images} nor beside it. Copy it there, "
                "or let `fetch_lfw` download it."
            )
        return [self._pair(row) for row in rows[1:]]

    def _pair(self, row: list[str]) -> LfwPair:
        match row:
            case [person, first, second]:
                return LfwPair(self.image(person, int(first)), self.image(person, int(second)), same=True)
            case [person, first, other, second]:
                return LfwPair(self.image(person, int(first)), self.image(other, int(second)), same=False)
        raise LfwError(f"{PAIRS_TEST} is damaged; download it again. Received: {row}")

    def _listed(self, name: str) -> list[str] | None:
        rows = self._rows(name)
        if rows is None:
            return None
        present = set(self.people())
        return [row[0] for row in rows[1:] if row[0] in present]

    def _rows(self, name: str) -> list[list[str]] | None:
        """The words of each line of a protocol file; None when there is no such file."""
        for place in (self.images, self.images.parent):
            if (place / name).is_file():
                lines = (place / name).read_text(encoding="utf-8").splitlines()
                return [line.split() for line in lines if line.strip()]
        return None
