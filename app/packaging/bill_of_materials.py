"""The software bill of materials of the folder, in the format of CycloneDX."""

import json
import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def write_bill_of_materials(project: Path, version: str, live: list[str], file: Path) -> None:
    """List the packages ``live`` and everything that they require, with versions and licences. Packages that
    only build the folder are left out."""
    command = [sys.executable, "-m", "cyclonedx_py", "environment", "--output-reproducible"]
    command += ["--pyproject", str(project / "pyproject.toml"), "--output-file", "-"]
    variables = {**os.environ, "PYTHONUTF8": "1"}
    bill = json.loads(subprocess.run(command, check=True, capture_output=True, env=variables).stdout)
    bill["metadata"]["component"]["version"] = version
    inside = closure(live)
    bill["components"] = [one for one in bill["components"] if canonicalize_name(one["name"]) in inside]
    kept = {bill["metadata"]["component"]["bom-ref"], *(one["bom-ref"] for one in bill["components"])}
    bill["dependencies"] = [
        {**one, "dependsOn": [ref for ref in one.get("dependsOn", []) if ref in kept]}
        for one in bill["dependencies"]
        if one["ref"] in kept
    ]
    file.write_text(json.dumps(bill, indent=2) + "\n", encoding="utf-8")


def closure(packages: list[str]) -> set[str]:
    """The canonical names of installed ``packages`` and of everything that they require here."""
    found: set[str] = set()
    pending = list(packages)
    while pending:
        name = canonicalize_name(pending.pop())
        if name not in found:
            found.add(name)
            pending += _required(name)
    return found


def _required(name: str) -> list[str]:
    wanted = map(Requirement, metadata.requires(name) or ())
    return [one.name for one in wanted if one.marker is None or one.marker.evaluate({"extra": ""})]
