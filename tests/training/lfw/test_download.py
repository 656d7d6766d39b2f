import hashlib
import io
import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.support.fakes import tree
from tests.support.synthetic_people import write_lfw
from training.lfw.download import LfwDownloadError, RemoteFile, download_lfw
from training.lfw.folder import PAIRS_TEST, LfwFolder


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address under which ``folder`` can be downloaded from this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def offered(tmp_path: Path) -> Path:
    """A folder with a small LFW archive and a pairs file."""
    folder = tmp_path / "offered"
    write_lfw(folder, ["Ann_A"], ["Dee_D", "Eve_E"])
    with tarfile.open(folder / "lfw.tgz", "w:gz") as archive:
        archive.add(folder / "lfw_funneled", "lfw_funneled")
    return folder


def download_of(file: Path, address: str, name: str) -> RemoteFile:
    return RemoteFile(name, f"{address}/{file.name}", hashlib.sha256(file.read_bytes()).hexdigest())


def fetch(offered: Path, address: str, into: Path) -> None:
    archive = download_of(offered / "lfw.tgz", address, "lfw.tgz")
    download_lfw(into, archive=archive, protocols=(download_of(offered / PAIRS_TEST, address, PAIRS_TEST),))


def test_the_download_can_be_read(offered: Path, tmp_path: Path) -> None:
    with serving(offered) as address:
        fetch(offered, address, tmp_path / "lfw")
    lfw = LfwFolder(tmp_path / "lfw")
    assert lfw.people() == ["Ann_A", "Dee_D", "Eve_E"]
    assert lfw.dev_train_people() == ["Ann_A"]
    assert sorted(path.name for path in (tmp_path / "lfw").iterdir()) == ["lfw_funneled", PAIRS_TEST]


def test_existing_files_are_not_downloaded_again(offered: Path, tmp_path: Path) -> None:
    with serving(offered) as address:
        fetch(offered, address, tmp_path / "lfw")
    before = tree(tmp_path / "lfw")
    fetch(offered, address, tmp_path / "lfw")  # nobody would answer
    assert tree(tmp_path / "lfw") == before


@pytest.mark.parametrize("wrong", ["lfw.tgz", PAIRS_TEST])
def test_a_wrong_checksum_leaves_nothing_behind(offered: Path, tmp_path: Path, wrong: str) -> None:
    into = tmp_path / "lfw"
    with serving(offered) as address:
        downloads = {name: download_of(offered / name, address, name) for name in ("lfw.tgz", PAIRS_TEST)}
        downloads[wrong] = RemoteFile(wrong, downloads[wrong].url, "0" * 64)
        with pytest.raises(LfwDownloadError, match="not the expected file"):
            download_lfw(into, archive=downloads["lfw.tgz"], protocols=(downloads[PAIRS_TEST],))
    assert not (into / wrong).exists()
    assert not (into / "lfw_funneled").exists()


def test_a_server_that_is_down_is_reported_with_advice(offered: Path, tmp_path: Path) -> None:
    with serving(offered) as address:
        pass
    with pytest.raises(LfwDownloadError, match="Check the network"):
        fetch(offered, address, tmp_path / "lfw")


def test_an_address_that_is_gone_is_reported_with_advice(offered: Path, tmp_path: Path) -> None:
    with serving(offered) as address:
        gone = RemoteFile("gone.txt", f"{address}/gone.txt", "0" * 64)
        with pytest.raises(LfwDownloadError, match="Check the network"):
            download_lfw(tmp_path / "lfw", protocols=(gone,))


def test_an_archive_that_leads_out_of_the_folder_is_refused(offered: Path, tmp_path: Path) -> None:
    with tarfile.open(offered / "lfw.tgz", "w:gz") as archive:
        archive.addfile(tarfile.TarInfo("../../escaped.jpg"), io.BytesIO())
    with serving(offered) as address, pytest.raises(LfwDownloadError, match="cannot be unpacked"):
        fetch(offered, address, tmp_path / "lfw")
    assert not list(tmp_path.rglob("escaped.jpg"))
    assert sorted(path.name for path in (tmp_path / "lfw").iterdir()) == ["lfw.tgz", PAIRS_TEST]
