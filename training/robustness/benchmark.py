"""The benchmark: calibrate thresholds on some people, evaluate on others, on clean and on degraded images."""

from collections.abc import Sequence

import numpy as np

from model.messages.message import english_only
from model.runtime.model_card import Rate
from model.runtime.similarity_head import Embeddings
from training.data.degradations import Degradation
from training.data.pairs import Pairs
from training.lfw.crops import label_by_person, view1_test_pairs
from training.metrics.comparisons import compare_all
from training.metrics.error_rates import equal_error_threshold
from training.metrics.summary import probe_match_rates, summarize_accuracy
from training.robustness.candidates import Candidate, Network
from training.robustness.context import BenchmarkContext
from training.robustness.datasets import Datasets
from training.robustness.embedded_set import EmbeddedSet, embed_image_set, embed_located_faces
from training.robustness.image_sets import CleanImages, DegradedImages
from training.robustness.landmark_file import RelocatedFaces
from training.robustness.results import CleanResult, DegradedResult, RobustnessResults


def run_benchmark(
    candidates: Sequence[Candidate],
    datasets: Datasets,
    degradations: Sequence[Degradation],
    context: BenchmarkContext,
) -> RobustnessResults:
    """Compare all candidates on the same images. Raises JobError or JobCancelled."""
    networks = _networks(candidates)
    calibration = embed_image_set(datasets.calibration, networks, context)
    evaluation = embed_image_set(datasets.evaluation, networks, context)
    pairs, excluded_pairs = view1_test_pairs(datasets.lfw, evaluation.images)
    return RobustnessResults(
        people=len(label_by_person(datasets.evaluation.images)[0]),
        images=len(datasets.evaluation.images),
        pairs=len(pairs),
        excluded_pairs=excluded_pairs,
        missing_faces=evaluation.missing_faces,
        clean=_evaluate_clean(candidates, calibration, evaluation, pairs, context),
        degraded=_evaluate_all_degraded(candidates, datasets, evaluation, degradations, context),
    )


def _networks(candidates: Sequence[Candidate]) -> list[Network]:
    return list(dict.fromkeys(candidate.network for candidate in candidates))


def _evaluate_clean(
    candidates: Sequence[Candidate],
    calibration: EmbeddedSet,
    evaluation: EmbeddedSet,
    pairs: Pairs,
    context: BenchmarkContext,
) -> list[CleanResult]:
    results = []
    for done, candidate in enumerate(candidates):
        context.step(english_only("clean: measuring"), done, len(candidates))
        comparator, network = candidate.comparator, candidate.network
        people = label_by_person(calibration.images)[1]
        comparisons = compare_all(comparator, calibration.rows[network], people)
        threshold = equal_error_threshold(comparisons.genuine, comparisons.impostors)
        rows, people = evaluation.rows[network], label_by_person(evaluation.images)[1]
        results.append(
            CleanResult(
                candidate=candidate.name,
                network=network.fingerprint,
                threshold=threshold,
                accuracy=summarize_accuracy(comparator, rows, people, pairs, threshold),
            )
        )
    return results


def _evaluate_all_degraded(
    candidates: Sequence[Candidate],
    datasets: Datasets,
    evaluation: EmbeddedSet,
    degradations: Sequence[Degradation],
    context: BenchmarkContext,
) -> list[DegradedResult]:
    selected = [candidate for candidate in candidates if candidate.on_degraded]
    if not selected:
        return []
    # An image without a face when clean cannot be a reference.
    references = CleanImages(datasets.evaluation.root, evaluation.images)
    results = []
    for degradation in degradations:
        images = DegradedImages(references, evaluation.faces, degradation)
        probes = embed_image_set(images, _networks(selected), context)
        results.append(_evaluate_degraded(selected, probes, evaluation, degradation.name, context))
    if datasets.landmarks:
        relocated = RelocatedFaces(references, datasets.landmarks)
        probes = embed_located_faces(relocated, relocated.faces(), _networks(selected), context)
        results.append(_evaluate_degraded(selected, probes, evaluation, relocated.name, context))
    return results


def _evaluate_degraded(
    candidates: Sequence[Candidate],
    probes: EmbeddedSet,
    references: EmbeddedSet,
    name: str,
    context: BenchmarkContext,
) -> DegradedResult:
    rates: dict[str, dict[float, Rate]] = {}
    _, people = label_by_person(references.images)
    for done, candidate in enumerate(candidates):
        context.step(english_only(f"{name}: measuring"), done, len(candidates))
        clean = references.rows[candidate.network]
        degraded = _with_zero_rows(probes.rows[candidate.network], probes)
        rates[candidate.name] = probe_match_rates(
            candidate.comparator, degraded, clean, people, found=probes.found
        )
    return DegradedResult(degradation=name, missing_faces=probes.missing_faces, true_match_rates=rates)


def _with_zero_rows(rows: Embeddings, embedded: EmbeddedSet) -> Embeddings:
    """One row per image: zeros where no face was found."""
    filled = np.zeros((len(embedded.found), rows.shape[1]), np.float32)
    filled[embedded.found] = rows
    return filled
