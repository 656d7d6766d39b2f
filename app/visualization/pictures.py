"""Pictures that let a person see the data and the network."""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from app.camera.demo.portraits import EILEEN_COLLINS, GRACE_HOPPER
from app.references.photo_references import reference_from_photograph
from app.storage.model_store import ModelStore
from app.storage.paths import Paths
from app.storage.settings import Settings
from app.storage.thresholds import effective_thresholds
from app.visualization.faces import (
    COLLECT_ADVICE,
    FaceSources,
    NothingToShowError,
    collected_crops,
    gather_faces,
)
from model.messages.message import Message, english_only
from model.runtime.bundle import Bundle
from model.terminal.plurals import counted
from model.terminal.stderr_guard import suppress_native_stderr
from model.vision.face_crop import NoCropError
from model.vision.frame import RgbImage
from model.vision.mtcnn import MtcnnFinder
from training.data.samples import Samples, build_samples
from training.figures.canvas import Canvas
from training.jobs.progress import Progress, ReportProgress
from training.lfw.folder import LfwFolder

PAIRS, CANDIDATES, EMBEDDINGS = 36, 40, 200
"""The numbers of pairs, candidates and crops without --limit."""

FACES = 240
"""Faces from photographs and from LFW to select pairs from, or to compare one face with."""

IN_USE = "sameface"
"""The network of the model in use."""

AUGMENTED_CROPS = 3
TWINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureOptions:
    """``what`` is one of the keys of PICTURES."""

    what: str
    paths: Paths
    settings: Settings
    seed: int
    person: str | None = None
    people: Path | None = None
    lfw: Path | None = None
    anchor: Path | None = None
    limit: int | None = None
    network: str = IN_USE

    @property
    def sources(self) -> FaceSources:
        return FaceSources(self.paths, self.person, self.settings.person, self.people, self.lfw)


def draw_picture(options: PictureOptions, report: ReportProgress) -> Canvas:
    """The picture that ``options.what`` names.

    Raises as ``gather_faces`` does, ImageFileError and BundleError.
    """
    return PICTURES[options.what](options, np.random.default_rng(options.seed), report)


def _pairs(options: PictureOptions, rng: np.random.Generator, report: ReportProgress) -> Canvas:
    if options.anchor:
        return _ranking(options.anchor, options, rng, report)
    return _contact_sheet(options, rng, report)


def _contact_sheet(options: PictureOptions, rng: np.random.Generator, report: ReportProgress) -> Canvas:
    from training.figures.contact_sheet import ContactSheet, draw_contact_sheet, pair_cells
    from training.figures.pair_selection import select_pairs
    from training.metrics.comparisons import compare_pairs

    bundle, threshold = _judge(options)
    faces = gather_faces(options.sources, LfwFolder.dev_train_people, FACES, rng, report)
    samples, pairs = select_pairs(faces.samples, options.limit or PAIRS, rng, faces.focus)
    found = compare_pairs(bundle.head, bundle.embed(list(samples.crops)), pairs)
    cells = pair_cells(samples, pairs, np.concatenate([found.genuine, found.impostors]))
    return draw_contact_sheet(ContactSheet(cells, threshold))


def _ranking(
    anchor: Path, options: PictureOptions, rng: np.random.Generator, report: ReportProgress
) -> Canvas:
    from training.figures.ranking import Ranking, draw_ranking, rank_candidates

    crop = _face_in(anchor)
    bundle, threshold = _judge(options)
    samples = gather_faces(options.sources, LfwFolder.dev_train_people, FACES, rng, report).samples
    one, *many = bundle.head.coordinates(bundle.embed([crop, *samples.crops]))
    similarities = bundle.head.similarity(one, np.stack(many))
    candidates = rank_candidates(samples, similarities, options.limit or CANDIDATES)
    return draw_ranking(Ranking(crop, anchor.name, candidates, threshold))


def _face_in(photograph: Path) -> RgbImage:
    try:
        return reference_from_photograph(photograph, MtcnnFinder())
    except NoCropError as error:
        advice = "Name a photograph that shows one clearly, from the front."
        raise NothingToShowError(english_only(f"No face was found in {photograph}. {advice}")) from error


def _judge(options: PictureOptions) -> tuple[Bundle, float]:
    """The bundle in use, and its detection threshold."""
    bundle = ModelStore(options.paths.models).load_current()
    return bundle, effective_thresholds(options.settings, bundle.card).detection


def _augment(options: PictureOptions, rng: np.random.Generator, report: ReportProgress) -> Canvas:
    from training.data.augmentation import Augmentation
    from training.figures.augmentation_samples import augmentation_rows, draw_augmentations

    person = options.person or options.settings.person
    crops = list(collected_crops(options.paths.people, person))
    if not crops:
        crops = list(_portraits().crops)
    selected = rng.permutation(len(crops))[:AUGMENTED_CROPS]
    rows = augmentation_rows([crops[place] for place in sorted(selected)], Augmentation(), rng)
    return draw_augmentations(rows)


def _twins(options: PictureOptions, rng: np.random.Generator, report: ReportProgress) -> Canvas:
    from training.figures.camera_style_samples import draw_camera_style_samples, sample_camera_style

    person = options.person or options.settings.person
    sources = replace(options.sources, person=person)
    samples = gather_faces(sources, LfwFolder.dev_test_people, FACES, rng, report).samples
    of_person, strangers = samples.subset(samples.people == 0), samples.subset(samples.people != 0)
    if not len(strangers):
        strangers = _portraits()
    shown = sample_camera_style(person, of_person.crops, strangers, options.limit or TWINS, rng)
    return draw_camera_style_samples(shown)


def _portraits() -> Samples:
    finder = MtcnnFinder()
    portraits = (EILEEN_COLLINS, GRACE_HOPPER)
    return build_samples(
        [(p.person, np.stack([reference_from_photograph(p.path, finder)])) for p in portraits]
    )


def _architecture(options: PictureOptions, rng: np.random.Generator, report: ReportProgress) -> Canvas:
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    report(Progress(Message("loading TensorFlow"), 0, 0))
    with suppress_native_stderr():
        from model.network.bundle_import import load_siamese
        from training.figures.architecture import draw_architecture
        from training.figures.keras_summary import summarize_network, summarize_siamese
        from training.optimization.devices import count_devices

        count_devices()
    if options.network != IN_USE:
        return draw_architecture(summarize_network(options.network))
    bundle = ModelStore(options.paths.models).load_current()
    title = f"The twin network of the model {bundle.card.name}"
    return draw_architecture(summarize_siamese(load_siamese(bundle), title))


def _embeddings(options: PictureOptions, rng: np.random.Generator, report: ReportProgress) -> Canvas:
    from training.figures.embedding_map import draw_embedding_map
    from training.figures.projection import project

    limit = options.limit or EMBEDDINGS
    bundle = ModelStore(options.paths.models).load_current()
    samples = gather_faces(options.sources, LfwFolder.dev_test_people, limit, rng, report).samples
    if len(samples) > limit:
        samples = samples.subset(np.sort(rng.permutation(len(samples))[:limit]))
    if np.unique(samples.people).size < 2:
        raise NothingToShowError(
            english_only(
                f"A map needs two people, and {counted(len(samples), 'crop')} show only one. {COLLECT_ADVICE}"
            )
        )
    return draw_embedding_map(samples, project(bundle.embed(list(samples.crops)), options.seed))


PICTURES: dict[str, Callable[[PictureOptions, np.random.Generator, ReportProgress], Canvas]] = {
    "pairs": _pairs,
    "augment": _augment,
    "twins": _twins,
    "architecture": _architecture,
    "embeddings": _embeddings,
}
