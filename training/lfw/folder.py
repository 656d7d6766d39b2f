"""Labeled Faces in the Wild (Huang et al. 2007) in a folder of the user's, and who may train or judge."""

import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pooch

from model.runtime.plurals import counted
from training.jobs.progress import InsufficientDataError, Progress, ReportProgress, ignore_progress
from training.lfw.search import ADVICE, LfwError, find_people_folder

PEOPLE_TRAIN, PEOPLE_TEST, PAIRS_TEST = "peopleDevTrain.txt", "peopleDevTest.txt", "pairsDevTest.txt"
PAIRS_VIEW2 = "pairs.txt"
IMAGES = "lfw_funneled"
PUBLISHED_PEOPLE = 5749
"""Of LFW as it was published."""


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file on the network and its SHA-256."""

    name: str
    url: str
    sha256: str


ARCHIVE = RemoteFile(
    "lfw-funneled.tgz",
    "https://ndownloader.figshare.com/files/5976015",
    "b47c8422c8cded889dc5a13418c4bc2abbda121092b3533a83306f90d900100a",
)
PROTOCOLS = (
    RemoteFile(
        "pairsDevTrain.txt",
        "https://ndownloader.figshare.com/files/5976012",
        "1d454dada7dfeca0e7eab6f65dc4e97a6312d44cf142207be28d688be92aabfa",
    ),
    RemoteFile(
        PAIRS_TEST,
        "https://ndownloader.figshare.com/files/5976009",
        "7cb06600ea8b2814ac26e946201cdb304296262aad67d046a16a7ec85d0ff87c",
    ),
    RemoteFile(
        PAIRS_VIEW2,
        "https://ndownloader.figshare.com/files/5976006",
        "ea42330c62c92989f9d7c03237ed5d591365e89b3e649747777b70e692dc1592",
    ),
)
"""Where scikit-learn's ``fetch_lfw_pairs`` gets the same files, with its checksums."""


class LfwDownloadError(RuntimeError):
    """LFW could not be fetched; the message says what to do."""


@dataclass(frozen=True, slots=True)
class LfwPair:
    """Two pictures and whether they show one person."""

    left: Path
    right: Path
    same: bool


class LfwFolder:
    """The pictures in ``folder``, see ``find_people_folder``, and the protocol files among them, beside them,
    or in any folder between. Raises LfwError when there is none.
    """

    def __init__(self, folder: Path) -> None:
        self.images = find_people_folder(folder)
        between = [place for place in self.images.parents if place.is_relative_to(folder)]
        self._places = (self.images, *(between or [self.images.parent]))

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
        return [self._pair(PAIRS_TEST, row) for row in self._demanded_rows(PAIRS_TEST)[1:]]

    def view2_folds(self) -> list[list[LfwPair]]:
        """View 2's ten sets of 600 pairs, half of each genuine; nobody is in two sets. Raises LfwError
        without pairs.txt, or when it does not hold what its first line says."""
        (head, *rows) = self._demanded_rows(PAIRS_VIEW2) or [[]]
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

    def _demanded_rows(self, name: str) -> list[list[str]]:
        rows = self._rows(name)
        if rows is None:
            raise LfwError(
                f"{name} is neither in {self.images} nor beside it. Copy it there, "
                "or let `python main.py train --download` fetch it."
            )
        return rows

    def _listed(self, name: str) -> list[str] | None:
        rows = self._rows(name)
        if rows is None:
            return None
        present = set(self.people())
        return [row[0] for row in rows[1:] if row[0] in present]

    def _rows(self, name: str) -> list[list[str]] | None:
        """The words of each line of a protocol file; None when there is no such file."""
        for place in self._places:
            if (place / name).is_file():
                return _words(place / name)
        return None


def _words(file: Path) -> list[list[str]]:
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise _damaged(file.name, str(error)) from error
    return [line.split() for line in lines if line.strip()]


def _is_number(word: str) -> bool:
    """Python reads none of thousands of digits."""
    return word.isdecimal() and len(word) < 10


def _two_numbers(words: list[str]) -> bool:
    return len(words) == 2 and all(_is_number(word) and int(word) for word in words)


def _damaged(file: str, received: str) -> LfwError:
    return LfwError(f"{file} is damaged; download it again. Received: {received[:200]}")


@contextmanager
def explain_small_lfw(lfw: LfwFolder) -> Iterator[None]:
    """Raises LfwError where the block finds too few people or pictures."""
    try:
        yield
    except InsufficientDataError as error:
        raise LfwError(
            f"{lfw.images} holds {counted(len(lfw.people()), 'person', 'people')}, too few to learn from "
            f"and to judge by; LFW has {PUBLISHED_PEOPLE:,}. {ADVICE}"
        ) from error


def download_lfw(
    folder: Path,
    report: ReportProgress = ignore_progress,
    archive: RemoteFile = ARCHIVE,
    protocols: tuple[RemoteFile, ...] = PROTOCOLS,
) -> None:
    """Download LFW (230 MB) into ``folder`` and unpack it, without what is there already.

    Nothing is unpacked before its checksum was verified. Raises LfwDownloadError without a network, with a
    wrong checksum, or when the archive would write outside ``folder``.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LfwDownloadError(
            f"LFW cannot be kept in {folder}: {error.strerror}. Name another folder with --lfw."
        ) from error
    wanted = [download for download in protocols if not (folder / download.name).is_file()]
    pictures_missing = not _has_people(folder)
    total = len(wanted) + pictures_missing
    for done, download in enumerate(wanted):
        report(Progress("downloading LFW", done, total, download.name))
        _fetch(download, folder)
    if pictures_missing:
        report(Progress("downloading LFW", len(wanted), total, archive.name))
        _unpack(_fetch(archive, folder), folder / IMAGES)
        (folder / archive.name).unlink()
    report(Progress("downloading LFW", total, total))


def _has_people(folder: Path) -> bool:
    try:
        return bool(find_people_folder(folder))
    except LfwError:
        return False


def _fetch(download: RemoteFile, folder: Path) -> Path:
    """pooch keeps a partial download under another name and verifies before it renames."""
    try:
        pooch.retrieve(download.url, f"sha256:{download.sha256}", download.name, folder)
    except OSError as error:
        advice = "Check the network and the disk and try again, or name a folder that holds LFW."
        reason = f"{download.name} cannot be downloaded from {download.url} ({type(error).__name__})"
        raise LfwDownloadError(f"{reason}. {advice}") from error
    except ValueError as error:
        advice = "The file was thrown away; try again, and do not use it from there if this happens again."
        reason = f"{download.name} from {download.url} is not the file it should be: {error}"
        raise LfwDownloadError(f"{reason}. {advice}") from error
    return folder / download.name


def _unpack(archive: Path, images: Path) -> None:
    """The archive's only folder becomes ``images``, whole or not at all."""
    partial = Path(tempfile.mkdtemp(dir=images.parent, prefix=f".{images.name}.", suffix=".partial"))
    try:
        with tarfile.open(archive) as opened:
            opened.extractall(partial, filter="data")
        (partial / IMAGES).rename(images)
    except (tarfile.TarError, OSError) as error:
        raise LfwDownloadError(
            f"{archive} cannot be unpacked: {error}. Make room on the disk and try again."
        ) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
