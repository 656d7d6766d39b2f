"""Download Labeled Faces in the Wild."""

import shutil
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pooch

from model.messages.message import Message, as_message
from model.messages.message_error import MessageError
from model.storage.os_errors import system_reason
from training.jobs.progress import Progress, ReportProgress, ignore_progress
from training.lfw.folder import IMAGES, PAIRS_TEST, PAIRS_VIEW2
from training.lfw.search import LfwError, find_people_folder


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
"""The sources and checksums of scikit-learn's ``fetch_lfw_pairs``."""


STAGE = Message("downloading LFW")


class LfwDownloadError(MessageError, RuntimeError):
    """LFW could not be downloaded. The message says what to do."""


def download_lfw(
    folder: Path,
    report: ReportProgress = ignore_progress,
    archive: RemoteFile = ARCHIVE,
    protocols: tuple[RemoteFile, ...] = PROTOCOLS,
) -> None:
    """Download LFW (230 MB) into ``folder`` and unpack it. Files that exist stay.

    The checksum is verified before unpacking. Raises LfwDownloadError without a network, with a wrong
    checksum, or when the archive would write outside ``folder``.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LfwDownloadError(
            Message(
                "LFW cannot be stored in {folder}: {reason}. Name another folder with --lfw.",
                folder=folder,
                reason=system_reason(error),
            )
        ) from error
    missing = [file for file in protocols if not (folder / file.name).is_file()]
    images_missing = not _has_people(folder)
    total = len(missing) + images_missing
    for done, file in enumerate(missing):
        report(Progress(STAGE, done, total, as_message(file.name)))
        _fetch(file, folder)
    if images_missing:
        report(Progress(STAGE, len(missing), total, as_message(archive.name)))
        _unpack(_fetch(archive, folder), folder / IMAGES)
        (folder / archive.name).unlink()
    report(Progress(STAGE, total, total))


def _has_people(folder: Path) -> bool:
    try:
        return bool(find_people_folder(folder))
    except LfwError:
        return False


def _fetch(file: RemoteFile, folder: Path) -> Path:
    """pooch downloads under a temporary name and verifies the checksum before it renames."""
    try:
        pooch.retrieve(file.url, f"sha256:{file.sha256}", file.name, folder)
    except OSError as error:
        raise LfwDownloadError(
            Message(
                "{file} cannot be downloaded from {url} ({error}). Check the network and the disk and try "
                "again, or name a folder that holds LFW.",
                file=file.name,
                url=file.url,
                error=type(error).__name__,
            )
        ) from error
    except ValueError as error:
        raise LfwDownloadError(
            Message(
                "{file} from {url} is not the expected file: {error}. The file was deleted. Try again; if "
                "this happens again, do not download LFW from there.",
                file=file.name,
                url=file.url,
                error=error,
            )
        ) from error
    return folder / file.name


def _unpack(archive: Path, images: Path) -> None:
    """Unpack the archive's only folder to ``images``, atomically."""
    partial = Path(tempfile.mkdtemp(dir=images.parent, prefix=f".{images.name}.", suffix=".partial"))
    try:
        with tarfile.open(archive) as opened:
            opened.extractall(partial, filter="data")
        (partial / IMAGES).rename(images)
    except (tarfile.TarError, OSError) as error:
        raise LfwDownloadError(
            Message(
                "{archive} cannot be unpacked: {error}. Free some disk space and try again.",
                archive=archive,
                error=error,
            )
        ) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
