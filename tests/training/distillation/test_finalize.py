from pathlib import Path

import pytest

from model.runtime.bundle import load_bundle
from model.vision.face import Face
from model.vision.frame import RgbImage
from tests.support.fakes import FakeFinder, face_at
from tests.support.synthetic_people import synthetic_samples, write_lfw
from training.jobs.progress import Progress, never_stop
from training.lfw import crops as lfw_crops
from training.lfw.folder import LfwFolder

pytestmark = pytest.mark.slow

TEST = [f"Test_{number:03d}" for number in range(30)]


class UnreliableFinder(FakeFinder):
    """Finds no face in every twentieth image."""

    def __init__(self) -> None:
        super().__init__(face_at(10, 10, 100))
        self.seen: dict[int, int] = {}

    def find(self, image: RgbImage) -> list[Face]:
        number = self.seen.setdefault(int(image.sum()), len(self.seen) + 1)
        return [] if number % 20 == 0 else super().find(image)


def test_an_embedding_becomes_a_bundle_with_its_rates_on_the_card(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.training.distillation.tiny_student import tiny_student
    from training.distillation.finalize import FinalizeJob, finalize

    monkeypatch.setattr(lfw_crops, "MtcnnFinder", lambda **_: UnreliableFinder())
    write_lfw(tmp_path / "lfw", [], TEST)
    seen: list[Progress] = []
    job = FinalizeJob(
        LfwFolder(tmp_path / "lfw"), tmp_path / "work", tmp_path / "base", seen.append, never_stop
    )
    parts = [synthetic_samples(people=40, crops_each=3), synthetic_samples(people=60, crops_each=2)]
    card = finalize(tiny_student(), parts, {"teacher": "none"}, job)
    assert load_bundle(tmp_path / "base").card.metrics == card.metrics
    assert card.metrics["accuracy on View 1 pairs, equal-error threshold"].trials == 60 - 6
    assert card.metrics["false match rate on all pairs, detection threshold"].trials == 57 * 56 // 2 - 27
    assert [name for name in card.metrics if name.startswith("true match rate")] == [
        f"true match rate at FMR {fmr} on all pairs" for fmr in ("0.01", "0.001")
    ]
    assert card.metrics["20-way one-shot accuracy"].value > 0.5
    faceless = card.metrics["failure to find a face"]
    assert (faceless.count, faceless.trials) == (3, 60)
    assert card.data["teacher"] == "none"
    assert card.data["points spread and head fitted on"] == "LFW, 120 crops of 40 people of View 1 dev-train"
    assert card.data["judged on"] == "LFW, 57 crops of 30 people of View 1 dev-test"
    assert "95 % interval" in card.data["equal error rate on all pairs"]
    assert [progress.stage for progress in seen][-1] == "finalizing"
