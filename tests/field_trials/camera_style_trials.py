"""How well a classifier recognizes a camera, before and after strangers get its style.

``DATA/clips/seated-*`` show five people at one camera; ``DATA/lfw_home`` is LFW. The style is measured on
one of the five. A linear classifier of low-level statistics learns to separate that person from strangers,
with and without the style. If it learns the camera instead, it takes the four others for the same person.
The AUC compares the four with people of LFW outside the training set, all without the style; 0.5 is best.
Hardly any of the statistics is one that the style changes on purpose.
"""

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from model.runtime.bundle import Bundle, load_bundle
from model.runtime.model_card import Rate
from model.runtime.similarity_head import Embeddings
from model.vision.frame import RgbImage
from model.vision.image_file import recompress
from model.vision.mtcnn import WEIGHTS, MtcnnFinder
from tests.field_trials.clip_trials import clip_paths, sightings_in
from training.camera_style.style import apply_style_to_all, measure_style
from training.data.crop_cache import cached_crops, networks_fingerprint
from training.data.samples import Samples, build_samples
from training.lfw.crops import MIN_FACE_SIZE, sample_images, to_samples
from training.lfw.folder import LfwFolder
from training.metrics.comparisons import compare_across, compare_all
from training.metrics.error_rates import false_match_rate
from training.metrics.verification_metrics import true_match_rate_at

COLLECTED_QUALITY, STRANGERS, FMR = 95, 250, 1e-2
FACE = (slice(28, 92), slice(26, 74))
REGIONS = {
    "face": FACE,
    "whole": (slice(None), slice(None)),
    "left": np.s_[:40, :14],
    "right": np.s_[:40, 86:],
}
TEXTURES = ("luma", "red", "blue")


@dataclass(frozen=True, eq=False)
class Material:
    """``seated``: the crops of each person at the camera, as JPEG, like the app stores them. ``training`` and
    ``evaluation``: disjoint people of LFW."""

    seated: dict[str, NDArray[np.uint8]]
    training: Samples
    evaluation: Samples


def load_material(data: Path, cache: Path, strangers: int = STRANGERS, every: int = 2) -> Material:
    lfw, seated = LfwFolder(data / "lfw_home"), {}
    for name, path in clip_paths(data / "clips").items():
        if name.startswith("seated-"):
            crops = [seen.crop for seen in sightings_in(path, MtcnnFinder(), every) if seen.crop is not None]
            seated[name] = np.stack([recompress(crop, COLLECTED_QUALITY) for crop in crops])
    people = np.array(lfw.dev_test_people())
    halves = [_cut(lfw, people[start::2].tolist(), strangers, cache) for start in (0, 1)]
    return Material(seated, *halves)


def statistics(crop: RgbImage) -> dict[str, float]:
    """Low-level statistics of a crop, none of them about a face; names begin with the region."""
    found: dict[str, float] = {}
    for place, part in REGIONS.items():
        levels = crop[part].astype(np.float32)
        for colour, mean, spread in zip(
            "rgb", levels.mean(axis=(0, 1)), levels.std(axis=(0, 1)), strict=True
        ):
            found |= {f"{place} mean {colour}": mean, f"{place} spread {colour}": spread}
    for name, band in zip(TEXTURES, cv2.split(cv2.cvtColor(crop, cv2.COLOR_RGB2YCrCb)), strict=True):
        found |= {f"texture {name} {key}": value for key, value in _haar(band[FACE].astype(np.float32))}
    luma = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY).astype(np.float32)
    steps = np.abs(np.diff(luma, axis=1)).mean(axis=0)
    found["texture blocks"] = float(steps[7::8].mean() / (steps.mean() + 0.1))
    found["whole clipped"] = float(np.mean((crop >= 253) | (crop <= 2)))
    return found


def _haar(band: NDArray[np.float32]) -> list[tuple[str, float]]:
    """Energy and peakedness of three levels of Haar wavelets, three directions each."""
    found = []
    for level in range(3):
        a, b, c, d = band[::2, ::2], band[::2, 1::2], band[1::2, ::2], band[1::2, 1::2]
        for direction, wave in {
            "across": a - b + c - d,
            "down": a + b - c - d,
            "both": a - b - c + d,
        }.items():
            power = np.mean(wave**2) / 4 + 0.05
            found.append((f"{level} {direction} energy", float(np.log(power))))
            found.append(
                (f"{level} {direction} peaked", float(np.log(np.mean(wave**4) / 16 / power**2 + 0.1)))
            )
        band = (a + b + c + d) / 4
    return found


def camera_aucs(have: Material) -> dict[str, dict[str, float]]:
    """Mean AUC over the five users, by kind of statistics: strangers without the style, a quarter of them
    also with it, and strangers and the user with it."""
    unseen = _matrix(have.evaluation.crops)
    plain, names = _matrix(have.training.crops), [*statistics(have.training.crops[0])]
    seated = {name: _matrix(crops) for name, crops in have.seated.items()}
    kinds = {"all": "", "face colour": "face", "background": ("left", "right"), "texture": "texture"}
    columns = {kind: [name.startswith(start) for name in names] for kind, start in kinds.items()}
    aucs: dict[str, dict[str, list[float]]] = {kind: {} for kind in kinds}
    for user, own in seated.items():
        others = np.concatenate([rows for name, rows in seated.items() if name != user])
        look = measure_style(have.seated[user])
        styled = _matrix(apply_style_to_all(have.training, look).crops)
        uniform = _matrix(apply_style_to_all(build_samples([(user, have.seated[user])]), look, seed=1).crops)
        learned = {
            "plain": (own, plain),
            "a quarter styled, too": (own, np.concatenate([plain, styled[::4]])),
            "styled": (uniform, styled),
        }
        for kind, chosen in columns.items():
            for name, (users, strangers) in learned.items():
                rows = [part[:, chosen] for part in (users, strangers, others, unseen)]
                aucs[kind].setdefault(name, []).append(_auc(*rows))
    return {kind: {name: float(np.mean(each)) for name, each in of.items()} for kind, of in aucs.items()}


def embedding_changes(have: Material) -> dict[str, float]:
    """Effect of the style on the shipped model: cosines with the plain embeddings, and true match rates."""
    bundle, several = load_bundle(), have.evaluation
    plain = bundle.embed(list(several.crops))
    found = {"true match rate, plain": _true_match_rate(bundle.head, plain, several)}
    for user, crops in have.seated.items():
        styled = bundle.embed(list(apply_style_to_all(several, measure_style(crops)).crops))
        found |= {f"cosine, {user}": float(np.mean(np.sum(plain * styled, axis=1)))}
        found |= {f"true match rate, {user}": _true_match_rate(bundle.head, styled, several)}
    return found


def strangers_accepted(have: Material) -> dict[str, str]:
    """False match rates of the shipped model for people of LFW, with and without the style of each camera."""
    bundle, found = load_bundle(), {}
    without_style = bundle.embed(list(have.evaluation.crops))
    for user, crops in have.seated.items():
        own = bundle.embed(list(crops))
        with_style = bundle.embed(list(apply_style_to_all(have.evaluation, measure_style(crops)).crops))
        rates = (_accepted(bundle, own, strangers) for strangers in (without_style, with_style))
        found[user] = "without the style {}; with it {}".format(*rates)
    return found


def _accepted(bundle: Bundle, own: Embeddings, strangers: Embeddings) -> Rate:
    return false_match_rate(compare_across(bundle.head, own, strangers), bundle.card.detection_threshold)


def _true_match_rate(head, embeddings, samples: Samples) -> float:
    crowd = compare_all(head, embeddings, samples.people)
    return true_match_rate_at(FMR, crowd.genuine, crowd.impostors).value


def _auc(users, strangers, others, unseen) -> float:
    """Trained on the first two, evaluated on the last two."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=500, class_weight="balanced"))
    model.fit(np.concatenate([users, strangers]), np.repeat([1, 0], [len(users), len(strangers)]))
    scores = model.decision_function(np.concatenate([others, unseen]))
    return float(roc_auc_score(np.repeat([1, 0], [len(others), len(unseen)]), scores))


def _matrix(crops: NDArray[np.uint8]) -> NDArray[np.float64]:
    return np.array([[*statistics(crop).values()] for crop in crops], np.float64)


def _cut(lfw: LfwFolder, people: list[str], count: int, cache: Path) -> Samples:
    finder, fingerprint = MtcnnFinder(min_face_size=MIN_FACE_SIZE), networks_fingerprint(WEIGHTS)
    return to_samples(cached_crops(lfw.images, sample_images(lfw, people, count), finder, fingerprint, cache))


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.field_trials.camera_style_trials", description=__doc__
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--cache", type=Path, default=Path("camera-style-trials"))
    options = parser.parse_args()
    have = load_material(options.data, options.cache)
    for found in (camera_aucs(have), embedding_changes(have), strangers_accepted(have)):
        print(json.dumps(found, indent=2), flush=True)


if __name__ == "__main__":
    main()
