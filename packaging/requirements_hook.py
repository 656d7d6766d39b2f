"""Hatchling's hook for the metadata: the dependencies are those of the requirements files."""

from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

LIVE = "requirements-live.txt"
EXTRAS = {
    "train": "requirements.txt",
    "recipe": "requirements-recipe.txt",
    "screen-reader": "requirements-screen-reader.txt",
    "cluster": "requirements-cluster.txt",
}


class RequirementsHook(MetadataHookInterface):
    def update(self, metadata: dict[str, Any]) -> None:
        root = Path(self.root)
        live = pinned(root / LIVE)
        metadata["dependencies"] = live
        metadata["optional-dependencies"] = {
            extra: [line for line in pinned(root / file) if line not in live]
            for extra, file in EXTRAS.items()
        }


def pinned(file: Path) -> list[str]:
    """The requirements of ``file`` and of the files that it includes (-r), without comments."""
    found: list[str] = []
    for line in file.read_text(encoding="utf-8").splitlines():
        text = line.partition("#")[0].strip()
        if text.startswith("-r "):
            found += pinned(file.parent / text.removeprefix("-r ").strip())
        elif text:
            found.append(text)
    return found
