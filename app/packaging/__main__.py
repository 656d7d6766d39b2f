"""Build the folder without Python for this system, and pack it: ``python -m app.packaging``.

Needs requirements-release.txt, and on Linux a C compiler and binutils. Writes to ``build/folder``: the folder
``Sameface`` (on macOS ``Sameface.app``), the archive of a release, its SHA-256, and its bill of materials.
"""

import hashlib
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from app.packaging.bill_of_materials import write_bill_of_materials
from app.packaging.licences import LICENCES, write_licences
from app.packaging.linux_libraries import shrink
from app.system.requirements import LIVE, requirements
from model.installation.version import VERSION

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
OUT = ROOT / "build" / "folder"
FOLDER = "Sameface"
LINUX_FILES = {
    HERE / "install-menu-entry.sh": "install-menu-entry.sh",
    ROOT / "app" / "gui" / "icon.png": "sameface.png",
}
SYSTEMS = {"linux": "linux", "darwin": "macos", "win32": "windows"}


def main() -> None:
    live = [one.package for one in requirements(LIVE) if one.installed]
    OUT.mkdir(parents=True, exist_ok=True)
    write_licences(live, OUT / LICENCES)
    run_pyinstaller()
    add_files()
    if sys.platform.startswith("linux"):
        shrink(OUT / FOLDER / "_internal")
    archive = pack()
    write_checksum(archive)
    write_bill_of_materials(ROOT, VERSION, live, archive.with_name(f"{archive.name}.cdx.json"))
    print(f"{archive} ({megabytes(archive)} MB), unpacked {megabytes(program_folder())} MB")


def run_pyinstaller() -> None:
    options = ["--noconfirm", "--log-level", "ERROR", "--distpath", str(OUT), "--workpath", str(OUT / "work")]
    command = [sys.executable, "-m", "PyInstaller", *options, str(HERE / "sameface.spec")]
    subprocess.run(command, cwd=ROOT, check=True)


def program_folder() -> Path:
    return OUT / (f"{FOLDER}.app" if sys.platform == "darwin" else FOLDER)


def add_files() -> None:
    """Put what people look for beside the program. A bundle of macOS is signed by now: its specification adds
    the licences."""
    if sys.platform == "darwin":
        return
    shutil.copy2(OUT / LICENCES, OUT / FOLDER / LICENCES)
    if sys.platform.startswith("linux"):
        for source, name in LINUX_FILES.items():
            shutil.copy2(source, OUT / FOLDER / name)


def pack() -> Path:
    """A zip on Windows and a tar elsewhere, which keeps permissions and links."""
    system = SYSTEMS.get(sys.platform, sys.platform)
    name = OUT / f"sameface-{VERSION}-{system}-{platform.machine().lower()}"
    kind = "zip" if sys.platform == "win32" else "gztar"
    return Path(shutil.make_archive(str(name), kind, OUT, program_folder().name))


def write_checksum(file: Path) -> None:
    """In the format of ``sha256sum --check``, which takes no line end of Windows."""
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    file.with_name(f"{file.name}.sha256").write_bytes(f"{digest}  {file.name}\n".encode())


def megabytes(path: Path) -> int:
    files = [path] if path.is_file() else path.rglob("*")
    return round(sum(file.stat().st_size for file in files if file.is_file() and not file.is_symlink()) / 1e6)


if __name__ == "__main__":
    main()
