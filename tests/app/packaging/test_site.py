"""The documentation site: every link in it is checked by the build."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.storage.paths import PROJECT
from tests.app.packaging.support import minutes_long

pytestmark = pytest.mark.slow
pytest.importorskip("material", reason="mkdocs-material builds the site: pip install -r requirements-dev.txt")

LEFT_OUT = shutil.ignore_patterns(".*", "build", "application_data", "corpus", "__pycache__")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the repository, whose pages a test may change."""
    return Path(shutil.copytree(PROJECT, tmp_path / "project", ignore=LEFT_OUT))


def build(project: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(project / "docs" / "build_site.py")]
    return subprocess.run(command, capture_output=True, text=True, timeout=200)


def test_all_links_lead_somewhere_and_every_page_can_be_found(project: Path) -> None:
    done = build(project)
    assert done.returncode == 0, done.stdout + done.stderr
    site = project / "build" / "site"
    index = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))
    found = {entry["location"].partition("#")[0] for entry in index["docs"]}
    pages = {path.relative_to(project).with_suffix(".html") for path in (project / "docs").rglob("*.md")}
    assert {page.as_posix().replace("README.html", "index.html") for page in pages} <= found
    assert "model/weights/MODEL_CARD.html" in found
    assert (site / "docs" / "screens" / "verify.png").exists()


@minutes_long
def test_a_broken_link_ends_the_build(project: Path) -> None:
    page = project / "docs" / "speed.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n[nowhere](nowhere.md)\n", encoding="utf-8")
    done = build(project)
    assert done.returncode != 0
    assert "nowhere.md" in done.stdout + done.stderr
