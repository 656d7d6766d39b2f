"""Build the documentation site: ``python docs/build_site.py`` writes it to ``build/site``.

The site has the same layout as the repository, so that links work in both. A link to a page or a
heading that does not exist ends the build. Needs mkdocs-material, from requirements-dev.txt.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "build" / "site-source"
PAGES = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "model/weights/MODEL_CARD.md")
ICON = "app/gui/icon.png"
LINK = re.compile(r"\]\(([^)\s#]+)")


def main() -> int:
    collect_pages()
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--clean"]
    variables = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(command, cwd=ROOT, env=variables, check=False).returncode


def collect_pages() -> None:
    """Copy the pages, and the files of the repository that they link to."""
    shutil.rmtree(SOURCE, ignore_errors=True)
    shutil.copytree(ROOT / "docs", SOURCE / "docs", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    for name in (*PAGES, ICON):
        copy(Path(name))
    for page in sorted(SOURCE.rglob("*.md")):
        for name in linked_files(page):
            copy(name)


def linked_files(page: Path) -> Iterator[Path]:
    """The files of the repository that ``page``, below SOURCE, links to, relative to the repository."""
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        target = (page.parent / link).resolve()
        if target.is_relative_to(SOURCE) and (ROOT / target.relative_to(SOURCE)).is_file():
            yield target.relative_to(SOURCE)


def copy(name: Path) -> None:
    (SOURCE / name).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / name, SOURCE / name)


if __name__ == "__main__":
    raise SystemExit(main())
