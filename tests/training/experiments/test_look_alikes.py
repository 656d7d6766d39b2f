import sys
from pathlib import Path

import numpy as np
import pytest

from tests.support.fakes import FakeFinder, face_at
from tests.support.synthetic_people import write_lfw
from training.experiments import look_alikes
from training.lfw import crops as lfw_crops

TRAIN, TEST = [f"Train_{number:03d}" for number in range(4)], ["Test_000", "Test_001"]


def test_people_are_grouped_by_their_mean_embedding() -> None:
    people = np.array([0, 0, 1, 2, 2, 3])
    rows = np.array([[1, 0.1], [1, -0.1], [0.9, 0.2], [0, 1], [0.1, 1], [-0.1, 0.9]], np.float32)
    groups = look_alikes.group_people(look_alikes.mean_embeddings(rows, people), 2)
    assert groups[0] == groups[1] != groups[2] == groups[3]


def test_the_file_has_everybody_and_its_origin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(lfw_crops, "MtcnnFinder", lambda **_: FakeFinder(face_at(10, 10, 100)))
    monkeypatch.setattr(look_alikes, "load_sface", lambda file: lambda views: views.mean(axis=(1, 2)))
    write_lfw(tmp_path / "lfw", TRAIN, TEST)
    options = {"sface": "none", "lfw": tmp_path / "lfw", "work": tmp_path / "work", "groups": 2}
    out = tmp_path / "groups.csv"
    arguments = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    monkeypatch.setattr(sys, "argv", ["look_alikes", *arguments, "--out", str(out)])
    assert look_alikes.main() == 0
    lines = out.read_text().splitlines()
    assert [line.split(",")[0] for line in lines if line[0] != "#"] == ["person", *sorted(TEST + TRAIN)]
    assert "in 2 groups" in lines[0]
    assert look_alikes.SHA256 in out.read_text()
    assert "6 people in 2 groups" in capsys.readouterr().out
