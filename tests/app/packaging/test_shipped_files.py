from pathlib import Path

import pytest

from app.packaging.folder_contents import is_needed
from app.packaging.shipped_files import module_names, shipped_files


def write(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()


def test_code_and_data_are_shipped_but_not_what_builds_them(tmp_path: Path) -> None:
    shipped = ("app/cli.py", "app/gui/icon.png", "model/weights/base/card.json", "training/__init__.py")
    write(tmp_path, *shipped, "app/packaging/elf.py", "model/.DS_Store", "main.py")
    write(tmp_path, "app/__pycache__/cli.pyc", "app/__pycache__/half.cpython-311.pyc.139981574987824")
    assert [path.relative_to(tmp_path).as_posix() for path in shipped_files(tmp_path)] == list(shipped)


def test_a_module_is_named_as_it_is_imported(tmp_path: Path) -> None:
    write(tmp_path, "app/__init__.py", "app/gui/__init__.py", "app/gui/probe.py", "app/packaging/elf.py")
    assert module_names(tmp_path) == {"app", "app.gui", "app.gui.probe"}


@pytest.mark.parametrize(
    "name",
    [
        "cv2/cv2.abi3.so",
        "av.libs/libxcb-5ddf6756.so.1.1.0",
        "pillow.libs/libXau-154567c4.so.6.0.0",
        "kivy/core/window/_window_sdl2.cpython-311-x86_64-linux-gnu.so",
        "ai_edge_litert/libpywrap_litert_common.so",
        "model/weights/base/embedding.tflite",
    ],
)
def test_what_is_loaded_is_needed(name: str) -> None:
    assert is_needed(name)


@pytest.mark.parametrize(
    "name",
    [
        "libmvec.so.1",
        "libX11.so.6",
        "ai_edge_litert\\vendors\\a.dll",
        "ai_edge_litert/libLiteRtMetalAccelerator.dylib",
        "numpy/random/mtrand.pyx",
    ],
)
def test_what_is_never_loaded_is_left_out(name: str) -> None:
    assert not is_needed(name)
