"""The wheel is built and unpacked, and works where the checkout cannot be imported."""

import ast
import csv
import json
import os
import subprocess
import sys
import zipfile
from email import message_from_string
from pathlib import Path

import pytest

from app.packaging.shipped_files import shipped_files
from app.storage.paths import PROJECT
from app.system.requirements import LIVE, WHOLE, requirements
from model.installation.version import VERSION
from tests.app.packaging.support import minutes_long
from tests.support.portraits import COLLINS, HOPPER

pytestmark = pytest.mark.slow
pytest.importorskip("hatchling", reason="hatchling builds the wheel: pip install -r requirements-dev.txt")

BUILD = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
ROOMS = ("app", "model", "training")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("dist")
    done = subprocess.run(
        [sys.executable, "-c", BUILD, str(folder)], cwd=PROJECT, capture_output=True, text=True, timeout=100
    )
    assert done.returncode == 0, done.stderr
    return zipfile.ZipFile(folder / done.stdout.split()[-1])


@pytest.fixture(scope="module")
def site(wheel: zipfile.ZipFile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    wheel.extractall(folder)
    return folder


def python(site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Python beside the unpacked wheel, where the checkout cannot be imported."""
    variables = {**os.environ, "PYTHONPATH": str(site), "SAMEFACE_HOME": str(site / "data")}
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=site.parent, env=variables, capture_output=True, text=True, timeout=100
    )


def metadata(wheel: zipfile.ZipFile, name: str) -> str:
    return wheel.read(f"sameface-{VERSION}.dist-info/{name}").decode()


def test_one_name_is_installed(wheel: zipfile.ZipFile) -> None:
    names = {name.partition("/")[0] for name in wheel.namelist()}
    assert names == {"sameface", f"sameface-{VERSION}.dist-info"}


def test_every_file_of_the_rooms_is_inside(wheel: zipfile.ZipFile) -> None:
    files = {f"sameface/{path.relative_to(PROJECT).as_posix()}" for path in shipped_files(PROJECT)}
    assert files <= set(wheel.namelist())
    needed = {"model/weights/base/embedding.tflite", "app/gui/theme.kv", "py.typed", "requirements-live.txt"}
    assert {f"sameface/{name}" for name in needed} <= set(wheel.namelist())


def test_what_builds_the_wheel_is_not_inside(wheel: zipfile.ZipFile) -> None:
    assert [name for name in wheel.namelist() if "packaging" in name] == []


def test_the_metadata_pins_what_the_requirements_files_pin(wheel: zipfile.ZipFile) -> None:
    described = message_from_string(metadata(wheel, "METADATA"))
    needed = described.get_all("Requires-Dist", [])
    always = {line.partition(";")[0].strip() for line in needed if "extra ==" not in line}
    assert {f"{one.package}=={one.version}" for one in requirements(LIVE)} <= always
    training = {line.partition(";")[0].strip() for line in needed if "extra == 'train'" in line}
    assert training == {f"{one.package}=={one.version}" for one in requirements(WHOLE) if one.file != LIVE}
    assert described["Version"] == VERSION


def test_both_commands_are_there(wheel: zipfile.ZipFile) -> None:
    points = metadata(wheel, "entry_points.txt").split()
    assert points.count("sameface.app.cli:main") == 2
    assert {"[console_scripts]", "sameface", "[gui_scripts]", "sameface-gui"} <= set(points)


def test_the_library_adds_no_other_name_and_no_learning_library(site: Path) -> None:
    code = (
        "import json, sys\nfrom sameface import Sameface, __version__\nfrom pathlib import Path\n"
        "verification = Sameface().verify(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "modules = sorted({name.partition('.')[0] for name in sys.modules})\n"
        "print(json.dumps([__version__, verification.reason, modules]))"
    )
    done = python(site, "-c", code, str(COLLINS.path), str(HOPPER.path))
    assert done.returncode == 0, done.stderr
    version, reason, modules = json.loads(done.stdout)
    assert (version, reason) == (VERSION, "the faces are not similar enough")
    assert {*ROOMS, "tensorflow", "keras", "kivy"}.isdisjoint(modules)


def imported_modules(source: bytes) -> set[str]:
    nodes = list(ast.walk(ast.parse(source)))
    from_ = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    plain = {one.name for node in nodes if isinstance(node, ast.Import) for one in node.names}
    return from_ | plain


def test_every_import_of_ours_names_a_module_of_the_package(wheel: zipfile.ZipFile) -> None:
    files = [name for name in wheel.namelist() if name.endswith(".py")]
    there = {name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for name in files}
    imported = {name for file in files for name in imported_modules(wheel.read(file))}
    ours = {name for name in imported if name.partition(".")[0] in {"sameface", *ROOMS}}
    assert "sameface.app.cli" in ours
    assert ours <= there


def test_scores_come_from_worker_processes_of_the_package(site: Path, tmp_path: Path) -> None:
    pairs, out = tmp_path / "pairs.csv", tmp_path / "scores.csv"
    pairs.write_text(f"left,right\n{COLLINS.path},{COLLINS.path}\n{COLLINS.path},{HOPPER.path}\n")
    done = python(site, "-m", "sameface", "score", "--pairs", str(pairs), "--out", str(out))
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(out.open()))
    assert [row["status"] for row in rows] == ["ok", "ok"]
    assert float(rows[1]["similarity"]) < 0.5 < float(rows[0]["similarity"])


def test_doctor_finds_the_probes_in_the_package(site: Path) -> None:
    done = python(site, "-m", "sameface", "doctor", "--camera", "demo", "--json")
    findings = {finding["topic"]: finding for finding in json.loads(done.stdout)["findings"]}
    assert findings["Sameface"]["sentence"] == f"Version {VERSION}, installed as a Python package."
    assert {findings[topic]["status"] for topic in ("packages", "data")} == {"ok"}
    probed = [findings[topic]["sentence"] for topic in ("display", "camera", "model")]
    assert not [sentence for sentence in probed if "module" in sentence or "missing" in sentence]
    assert str(site) not in done.stdout


@minutes_long
def test_a_network_has_the_same_registered_names(site: Path) -> None:
    """Bundles travel between checkouts and packages."""
    code = (
        "from sameface.model.network.bundle_import import load_siamese\n"
        "from sameface.model.runtime.bundle import SHIPPED_BUNDLE, load_bundle\n"
        "import keras\n"
        "names = {keras.saving.get_registered_name(type(layer)) for layer in "
        "load_siamese(load_bundle(SHIPPED_BUNDLE)).layers}\n"
        "print(*sorted(name for name in names if '>' in name))"
    )
    done = python(site, "-c", code)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()
    assert all(name.startswith("sameface>") for name in done.stdout.split())
