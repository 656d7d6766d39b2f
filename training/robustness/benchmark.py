"""The contest itself: thresholds from some people, figures from others, clean first and then degraded."""

from collections.abc import Sequence

import numpy as np

from model.runtime.model_card import Rate
from model.runtime.similarity_head import Embeddings
from training.data.degradations import Degradation
from training.data.pairs import Pairs
from training.lfw.crops import label_by_person, view1_test_pairs
from training.metrics.comparisons import compare_all
from training.metrics.error_rates import equal_error_threshold
from training.metrics.summary import probe_match_rates, summarize_accuracy
from training.robustness.cache import Workshop
from training.robustness.candidates import Contestant, Network
from training.robustness.datasets import Judges
from training.robustness.embedded_set import Seen, see
from training.robustness.image_sets import Clean, Degraded
from training.robustness.results import CleanResult, Outcome, Steadiness


def hold_contest(
    contestants: Sequence[Contestant], judges: Judges, degradations: Sequence[Degradation], shop: Workshop
) -> Outcome:
    """The same pictures for every contestant. Raises JobError or JobCancelled."""
    networks = _networks_of(contestants)
    choosing, judging = (see(scene, networks, shop) for scene in (judges.choosing, judges.judging))
    pairs, left_out = view1_test_pairs(judges.lfw, judging.pictures)
    clean = _judge(contestants, choosing, judging, pairs, shop)
    # Without a face when clean, a picture can be nobody's reference.
    references = Clean(judges.judging.root, judging.pictures)
    hardy = [contestant for contestant in contestants if contestant.degraded_too]
    steadiness = []
    for degradation in degradations if hardy else ():
        probes = see(Degraded(references, judging.faces, degradation), _networks_of(hardy), shop)
        steadiness.append(_hold_against(hardy, probes, judging, degradation.name, shop))
    return Outcome(
        people=len(label_by_person(judges.judging.pictures)[0]),
        pictures=len(judges.judging.pictures),
        pairs=len(pairs),
        pairs_left_out=left_out,
        unseen=judging.unseen,
        clean=clean,
        steadiness=steadiness,
    )


def _networks_of(contestants: Sequence[Contestant]) -> list[Network]:
    return list(dict.fromkeys(contestant.network for contestant in contestants))


def _judge(
    contestants: Sequence[Contestant], choosing: Seen, judging: Seen, pairs: Pairs, shop: Workshop
) -> list[CleanResult]:
    results = []
    for done, contestant in enumerate(contestants):
        shop.step("clean: measuring", done, len(contestants))
        comparing, network = contestant.comparing, contestant.network
        chosen = compare_all(comparing, choosing.rows[network], label_by_person(choosing.pictures)[1])
        threshold = equal_error_threshold(chosen.genuine, chosen.impostors)
        rows = judging.rows[network]
        accuracy = summarize_accuracy(comparing, rows, label_by_person(judging.pictures)[1], pairs, threshold)
        results.append(
            CleanResult(
                contestant=contestant.name,
                network=network.fingerprint,
                threshold=threshold,
                accuracy=accuracy,
            )
        )
    return results


def _hold_against(
    contestants: Sequence[Contestant], probes: Seen, references: Seen, name: str, shop: Workshop
) -> Steadiness:
    rates: dict[str, dict[float, Rate]] = {}
    _, people = label_by_person(references.pictures)
    for done, contestant in enumerate(contestants):
        shop.step(f"{name}: measuring", done, len(contestants))
        clean = references.rows[contestant.network]
        degraded = _in_place(probes.rows[contestant.network], probes)
        rates[contestant.name] = probe_match_rates(
            contestant.comparing, degraded, clean, people, found=probes.found
        )
    return Steadiness(degradation=name, unseen=probes.unseen, true_match_rates=rates)


def _in_place(rows: Embeddings, seen: Seen) -> Embeddings:
    """A row for every picture; zeros where there is no face."""
    rows_in_place = np.zeros((len(seen.found), rows.shape[1]), np.float32)
    rows_in_place[seen.found] = rows
    return rows_in_place
