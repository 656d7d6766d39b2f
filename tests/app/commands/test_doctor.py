"""``doctor`` as a user runs it."""

import importlib
import json
import subprocess
import sys
import venv
from pathlib import Path

import pytest

import app
from app.cli import main
from app.commands.doctor import format_findings, verdict
from app.doctor.finding import Finding, Status
from app.storage.paths import PROJECT
from app.storage.settings import change_settings
from app.system.exit_codes import Exit

FINE = Finding("Python", Status.OK, "3.11.7.", detail="/usr/bin/python")
POOR = Finding("camera", Status.WARNING, "No camera was found.", "Plug one in. " * 12)
BAD = Finding("data", Status.FAILED, "Cannot be written.", "Choose another.")


def examined(data: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict]:
    code = main(["doctor", "--json", "--data", str(data), *arguments])
    report = json.loads(capsys.readouterr().out)
    assert report["exit_code"] == code
    return code, {finding["topic"]: finding for finding in report["findings"]}


@pytest.mark.slow
def test_every_check_runs_and_leaves_no_files(tmp_path: Path, capsys) -> None:
    _, found = examined(tmp_path / "data", capsys, "--camera", "demo")
    topics = ["Sameface", "Python", "packages", "training", "libraries", "display", "camera"]
    assert list(found) == [*topics, "settings", "data", "disk", "protection", "log", "model", "speed"]
    assert {found[topic]["status"] for topic in ("camera", "settings", "data", "model")} == {"ok"}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_the_broken_part_is_named_and_no_person_is(tmp_path: Path, capsys) -> None:
    data = tmp_path / "Ada L"
    change_settings(data / "settings.json", person="Ada L")
    (data / "people" / "Ada L").mkdir(parents=True)
    (data / "models").mkdir()
    (data / "models" / "current").write_text("20260101-000000-Ada L")
    (data / "reports").touch()
    code, found = examined(data, capsys, "--camera", "Ada L.mp4")
    assert code == Exit.COULD_NOT
    assert {topic for topic, finding in found.items() if finding["status"] == "failed"} >= {
        "camera",
        "data",
        "model",
    }
    assert "Ada" not in json.dumps(found)
    assert str(tmp_path) not in json.dumps(found)


@pytest.mark.slow
def test_it_runs_where_nothing_is_installed(tmp_path: Path) -> None:
    venv.create(tmp_path / "bare", with_pip=False)
    python = tmp_path / "bare" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    done = subprocess.run(
        [python, PROJECT / "main.py", "doctor", "--camera", "0", "--data", tmp_path / "data"],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == Exit.COULD_NOT, done.stderr
    assert done.stderr == ""
    for words in (
        "Not installed: numpy, opencv-python-headless",
        "pip install -r requirements-live.txt",
        "not work here yet",
    ):
        assert words in " ".join(done.stdout.split())


def test_doctor_imports_only_the_standard_library() -> None:
    code = "import app.commands.doctor, sys; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert {"numpy", "cv2", "kivy", "msgspec", "ai_edge_litert", "tensorflow"}.isdisjoint(done.stdout.split())


VERDICTS = {
    "all is well": ([FINE], "Sameface works here."),
    "a warning": ([FINE, POOR], "Sameface works here: 1 warning."),
    "failures": ([BAD, BAD, POOR, POOR], "Sameface does not work here yet: 2 failed, 2 warnings."),
}


@pytest.mark.parametrize(("findings", "expected"), VERDICTS.values(), ids=VERDICTS)
def test_the_verdict(findings: list[Finding], expected: str) -> None:
    assert verdict(findings) == expected


def test_it_reads_well_in_a_narrow_terminal() -> None:
    lines = format_findings([FINE, POOR, BAD], 60, coloured=False).splitlines()
    assert lines[:3] == [
        "ok       Python  3.11.7.",
        "                 /usr/bin/python",
        "warning  camera  No camera was found.",
    ]
    assert all(len(line) <= 60 for line in lines)
    assert lines[-2:] == ["", "Sameface does not work here yet: 1 failed, 1 warning."]


def test_colours_change_nothing_else() -> None:
    painted = format_findings([BAD], 80, coloured=True)
    assert painted.startswith("\x1b[31mfailed ")
    assert painted.replace("\x1b[31m", "").replace("\x1b[0m", "") == format_findings(
        [BAD], 80, coloured=False
    )


def test_an_old_python_is_reported_first(monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 4))
    with pytest.raises(SystemExit) as end:
        importlib.reload(app)
    assert end.value.code == Exit.COULD_NOT
    assert "needs Python 3.11 to 3.13" in capsys.readouterr().err
