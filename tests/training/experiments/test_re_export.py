import sys
from dataclasses import replace
from pathlib import Path

import pytest

from model.runtime.bundle import HEAD, load_bundle
from tests.support.bundles import PLAIN
from tests.support.fakes import FakeFinder, face_at
from tests.support.synthetic_people import pictures_of, write_lfw
from training.jobs.cli_job import COULD_NOT
from training.lfw import crops as lfw_crops

pytestmark = pytest.mark.slow

TRAIN = [f"Train_{number:03d}" for number in range(300)]
TEST = [f"Test_{number:03d}" for number in range(30)]


def test_a_bundle_is_exported_again_from_its_keras_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from model.network.bundle_export import ExportedModel
    from tests.support.tiny_siamese import DIMENSIONS, tiny_siamese
    from training.experiments.re_export import main

    monkeypatch.setattr(lfw_crops, "MtcnnFinder", lambda **_: FakeFinder(face_at(10, 10, 100)))
    write_lfw(tmp_path / "lfw", TRAIN, TEST)
    old, new = tmp_path / "old", tmp_path / "new"
    ExportedModel(tiny_siamese()).export(replace(PLAIN, dimensions=DIMENSIONS, data={"teacher": "none"}), old)
    options = {"bundle": old, "lfw": tmp_path / "lfw", "work": tmp_path / "work", "out": new}
    arguments = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    monkeypatch.setattr(sys, "argv", ["re_export", *arguments])
    assert main() == 0
    before, after = load_bundle(old), load_bundle(new)
    assert (new / HEAD).read_bytes() == (old / HEAD).read_bytes()
    crops = list(pictures_of(0, 3))
    assert ((after.embed(crops) * before.embed(crops)).sum(axis=1) > 0.999).all()
    assert after.card.data["teacher"] == "none"
    assert after.card.data["judged on"].startswith("LFW, 60 crops of 30 people")
    assert "accuracy on View 1 pairs" in capsys.readouterr().out
    assert main() == COULD_NOT
    assert "exists" in capsys.readouterr().err
