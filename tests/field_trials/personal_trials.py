"""Retraining on people in recordings.

The first half of a person's clip gives anchors and positives. Models are trained on them: quick and deep,
with and without camera twins. Each model then judges the frames of the second half and of every other
person's clip, as recorded and in the style of the person's camera.
"""

import argparse
import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.storage.crop_store import CropKind, CropStore
from model.runtime.bundle import SHIPPED_BUNDLE, Bundle, load_bundle
from model.verification.decision import Thresholds, decide
from model.vision.mtcnn import MtcnnFinder
from tests.field_trials.clip_trials import REFERENCES, SAME_PERSON, clip_paths, people_in, sightings_in
from training.camera_style.style import apply_style, measure_style
from training.jobs.progress import never_stop
from training.jobs.progress_bar import progress_bar
from training.metrics.error_rates import rate
from training.metrics.paired_test_result import rejection_reason
from training.personalization.options import Depth, RetrainOptions
from training.personalization.pipeline import retrain

PEOPLE = ("seated-lbax4n", "moving-d9")
"""One of five people at the same camera, and one who turns and grimaces."""

MAX_IMPOSTOR_FRAMES = 60
"""Evenly spaced frames of an impostor's clip."""

Crops = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Rates of wrong decisions on frames, each with its counts and interval: ``missed``, of the person;
    ``accepted``, of others; ``accepted_twins``, of the same frames in the style of the person's camera.
    """

    person: str
    model: str
    detection_threshold: float
    missed: str
    accepted: str
    accepted_twins: str
    rejection: str = ""


def crops_in(folder: Path) -> dict[str, Crops]:
    """Crops of the largest face in each frame, by clip."""
    finder = MtcnnFinder()
    found = {name: sightings_in(path, finder) for name, path in clip_paths(folder).items()}
    crops = {name: [sight.crop for sight in seen if sight.crop is not None] for name, seen in found.items()}
    return {name: np.stack(cut) for name, cut in crops.items() if cut}


def collect(store: CropStore, person: str, crops: Crops) -> None:
    """Save the crops as a user would: alternately as anchor and positive."""
    for number, crop in enumerate(crops):
        store.save(person, CropKind.POSITIVE if number % 2 else CropKind.ANCHOR, crop)


def judge(person: str, model: str, bundle: Bundle, crops: dict[str, Crops], rejection: str = "") -> Outcome:
    own = crops[person]
    collected, later = own[: len(own) // 2], own[len(own) // 2 :]
    references = bundle.head.coordinates(bundle.embed(list(_spaced(collected, REFERENCES))))
    others = np.concatenate([_spaced(crops[name], MAX_IMPOSTOR_FRAMES) for name in _strangers(person, crops)])
    look, rng = measure_style(collected), np.random.default_rng(0)
    twins = np.stack([apply_style(crop, look, rng) for crop in others])
    threshold = bundle.card.detection_threshold
    thresholds = Thresholds(threshold, bundle.card.verification_threshold)

    def verified(probes: Crops) -> list[bool]:
        located = bundle.head.coordinates(bundle.embed(list(probes)))
        return [decide(bundle.head.similarity(one, references), thresholds).verified for one in located]

    missed = [not found for found in verified(later)]
    return Outcome(
        person,
        model,
        threshold,
        _format_rate(missed),
        _format_rate(verified(others)),
        _format_rate(verified(twins)),
        rejection,
    )


def trials(
    clips: Path, lfw: Path, work: Path, people: Sequence[str], depths: Sequence[Depth]
) -> Iterator[Outcome]:
    crops = crops_in(clips)
    for person in people:
        yield judge(person, "before", load_bundle(), crops)
        for depth in depths:
            for twins in (False, True):
                home = work / f"{person}-{depth}-{'twins' if twins else 'plain'}"
                shutil.rmtree(home, ignore_errors=True)
                collect(CropStore(home / "people"), person, crops[person][: len(crops[person]) // 2])
                options = RetrainOptions(
                    person=person,
                    people_folder=home / "people",
                    lfw_folder=lfw,
                    base_bundle=SHIPPED_BUNDLE,
                    out=home / "model",
                    work=work / "runs",
                    depth=depth,
                    camera_twins=twins,
                )
                with progress_bar() as report:
                    retrained = retrain(options, report, never_stop)
                model = f"{depth}, {'with' if twins else 'without'} camera twins"
                yield judge(
                    person, model, load_bundle(retrained.folder), crops, rejection_reason(retrained.worse)
                )


def _strangers(person: str, crops: dict[str, Crops]) -> list[str]:
    return [name for name in crops if name != person and not {name, person} <= SAME_PERSON]


def _spaced(crops: Crops, most: int) -> Crops:
    return crops[:: -(-len(crops) // most)]


def _format_rate(wrong: Sequence[bool]) -> str:
    found = rate(sum(wrong), len(wrong))
    return f"{found.value:.2%} ({found.count} of {found.trials}; {found.lower:.2%} to {found.upper:.2%})"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.field_trials.personal_trials", description=__doc__)
    parser.add_argument("--clips", type=Path, required=True)
    parser.add_argument("--lfw", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True, help="folder for crops and models")
    parser.add_argument("--people", nargs="+", default=PEOPLE, metavar="CLIP")
    parser.add_argument("--depths", nargs="+", type=Depth, choices=list(Depth), default=list(Depth))
    options = parser.parse_args()
    unknown = set(options.people) - set(people_in(options.clips))
    if unknown:
        parser.error(f"No clip shows one person alone by the name of {', '.join(sorted(unknown))}.")
    done = []
    for outcome in trials(options.clips, options.lfw, options.work, options.people, options.depths):
        print(outcome, flush=True)
        done.append(asdict(outcome))
    (options.work / "personal_trials.json").write_text(json.dumps(done, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
