"""Labeled Faces in the Wild (Huang et al. 2007) in a folder: its people, images, pairs and folds."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from model.installation.commands import typed
from model.messages.message import Message, plural_message
from training.jobs.progress import InsufficientDataError
from training.lfw.search import ADVICE, LfwError, find_people_folder

PEOPLE_TRAIN, PEOPLE_TEST, PAIRS_TEST = "peopleDevTrain.txt", "peopleDevTest.txt", "pairsDevTest.txt"
PAIRS_VIEW2 = "pairs.txt"
IMAGES = "lfw_funneled"
PUBLISHED_PEOPLE = 5749
"""The number of people in LFW as published."""


@dataclass(frozen=True, slots=True)
class LfwPair:
    """Two images, and whether they show the same person."""

    left: Path
    right: Path
    same: bool


class LfwFolder:
    """The people folder that ``find_people_folder`` finds in ``folder``, and the protocol files in it or in
    the folders above it, up to ``folder``. Raises LfwError when there is no people folder.
    """

    def __init__(self, folder: Path) -> None:
        self.images = find_people_folder(folder)
        parents = [parent for parent in self.images.parents if parent.is_relative_to(folder)]
        self._protocol_folders = (self.images, *(parents or [self.images.parent]))

    def people(self) -> list[str]:
        """All people, sorted by name."""
        return sorted(entry.name for entry in self.images.iterdir() if entry.is_dir())

    def images_of(self, person: str) -> list[Path]:
        """The images of ``person``, sorted by number."""
        return sorted((self.images / person).glob("*.jpg"))

    def image(self, person: str, number: int) -> Path:
        return self.images / person / f"{person}_{number:04d}.jpg"

    def dev_train_people(self) -> list[str]:
        """The people for training. Without peopleDevTrain.txt (scikit-learn downloads only the pairs): all
        people but ``dev_test_people``."""
        listed = self._listed_people(PEOPLE_TRAIN)
        if listed is not None:
            return listed
        test_people = set(self.dev_test_people())
        return [person for person in self.people() if person not in test_people]

    def dev_test_people(self) -> list[str]:
        """The people for evaluation. Without peopleDevTest.txt: the people named in pairsDevTest.txt."""
        listed = self._listed_people(PEOPLE_TEST)
        if listed is not None:
            return listed
        pairs = self.dev_test_pairs()
        return sorted({image.parent.name for pair in pairs for image in (pair.left, pair.right)})

    def dev_test_pairs(self) -> list[LfwPair]:
        """View 1's 1,000 pairs, half of them genuine. Raises LfwError without pairsDevTest.txt."""
        return [self._pair(PAIRS_TEST, row) for row in self._required_rows(PAIRS_TEST)[1:]]

    def view2_folds(self) -> list[list[LfwPair]]:
        """View 2's ten folds of 600 pairs, half of each genuine; no person is in two folds.

        Raises LfwError without pairs.txt, or when its first line does not match its length.
        """
        (head, *rows) = self._required_rows(PAIRS_VIEW2) or [[]]
        folds, each = (int(word) for word in head) if _two_numbers(head) else (0, 0)
        if folds < 2 or len(rows) != 2 * folds * each:
            raise _damaged(PAIRS_VIEW2, f"{len(rows)} pairs after {head}")
        pairs = [self._pair(PAIRS_VIEW2, row) for row in rows]
        return [pairs[start : start + 2 * each] for start in range(0, len(pairs), 2 * each)]

    def _pair(self, file: str, row: list[str]) -> LfwPair:
        match row:
            case [person, first, second] if _is_number(first) and _is_number(second):
                return LfwPair(self.image(person, int(first)), self.image(person, int(second)), same=True)
            case [person, first, other, second] if _is_number(first) and _is_number(second):
                return LfwPair(self.image(person, int(first)), self.image(other, int(second)), same=False)
        raise _damaged(file, str(row))

    def _required_rows(self, name: str) -> list[list[str]]:
        rows = self._rows(name)
        if rows is None:
            raise LfwError(
                Message(
                    "{name} is neither in {folder} nor beside it. Copy it there, or let `{command}` fetch "
                    "it.",
                    name=name,
                    folder=self.images,
                    command=typed("train --download"),
                )
            )
        return rows

    def _listed_people(self, name: str) -> list[str] | None:
        rows = self._rows(name)
        if rows is None:
            return None
        present = set(self.people())
        return [row[0] for row in rows[1:] if row[0] in present]

    def _rows(self, name: str) -> list[list[str]] | None:
        """The words of each line of a protocol file; None when there is no such file."""
        for folder in self._protocol_folders:
            if (folder / name).is_file():
                return _read_words(folder / name)
        return None


def _read_words(file: Path) -> list[list[str]]:
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise _damaged(file.name, str(error)) from error
    return [line.split() for line in lines if line.strip()]


def _is_number(word: str) -> bool:
    """The length is limited because int() refuses thousands of digits."""
    return word.isdecimal() and len(word) < 10


def _two_numbers(words: list[str]) -> bool:
    return len(words) == 2 and all(_is_number(word) and int(word) for word in words)


def _damaged(file: str, received: str) -> LfwError:
    return LfwError(
        Message(
            "{file} is damaged; download it again. Received: {received}", file=file, received=received[:200]
        )
    )


@contextmanager
def explain_small_lfw(lfw: LfwFolder) -> Iterator[None]:
    """Translate InsufficientDataError in the block into LfwError, with the number of people in ``lfw``."""
    try:
        yield
    except InsufficientDataError as error:
        raise LfwError(
            plural_message(
                "{folder} holds {count:,} person, too few to train and evaluate on; LFW has {published:,}. "
                "{advice}",
                "{folder} holds {count:,} people, too few to train and evaluate on; LFW has {published:,}. "
                "{advice}",
                len(lfw.people()),
                folder=lfw.images,
                published=PUBLISHED_PEOPLE,
                advice=ADVICE,
            )
        ) from error
