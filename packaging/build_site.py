"""Build the documentation site: ``python packaging/build_site.py`` writes it to ``build/site``.

The pages lie in the site as they lie in the repository, so that a link works in both. A link to a page or a
heading that does not exist ends the build. Needs mkdocs-material, from requirements-dev.txt.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "build" / "site-source"
PAGES = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "model/weights/MODEL_CARD.md")
LINKED = ("app/gui/icon.png", "model/api.py", "LICENSE")
"""Files that the pages or the theme refer to."""


def main() -> int:
    collect_pages()
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--clean"]
    variables = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(command, cwd=ROOT, env=variables, check=False).returncode


def collect_pages() -> None:
    shutil.rmtree(SOURCE, ignore_errors=True)
    shutil.copytree(ROOT / "docs", SOURCE / "docs")
    for name in (*PAGES, *LINKED):
        (SOURCE / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, SOURCE / name)


if __name__ == "__main__":
    raise SystemExit(main())
