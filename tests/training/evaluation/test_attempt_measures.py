from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from model.runtime.bundle import Bundle, load_bundle
from tests.support.synthetic_people import pictures_of
from tests.support.synthetic_protocols import pairs_protocol, people_protocol
from training.data.pairs import all_pairs
from training.evaluation.attempt_measures import NO_SUBJECTS, attempt_measures
from training.evaluation.embedded_images import EmbeddedImages
from training.evaluation.protocol import EvaluationProtocol
from training.evaluation.results import AttemptKind


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return load_bundle()


def protocol(bundle: Bundle) -> EvaluationProtocol:
    """A person with five pictures, one without a face, and two strangers; the first two look alike."""
    crops = np.concatenate([pictures_of(0, 5), pictures_of(1, 1), pictures_of(2, 1)])
    names = ("A/0", "A/1", "A/2", "A/3", "A/4", "B/0", "C/0", "D/0")
    embeddings = np.concatenate([bundle.embed(list(crops)), np.full((1, 128), np.nan, np.float32)])
    people = np.array([0, 0, 0, 0, 0, 1, 2, 3])
    return EvaluationProtocol(
        kind="people",
        description="synthetic people",
        source=Path("people"),
        images=EmbeddedImages(names, embeddings, dict(zip(names, crops, strict=False))),
        listed=all_pairs(people),
        pairs_name="all pairs",
        people=people,
        has_all_pairs=True,
        groups=np.array([0, 0, 1, 1]),
    )


@pytest.mark.slow
def test_every_level_has_a_false_accept_and_a_false_reject_rate(bundle: Bundle) -> None:
    found = attempt_measures(bundle, protocol(bundle), lambda done, total: None)
    levels = ["convenient level", "balanced level", "strict level"]
    assert [one.at for one in found] == [level for level in levels for _ in range(3)]
    assert [(one.name, one.on, one.trials) for one in found[:3]] == [
        ("FAR", AttemptKind.BY_STRANGERS, 2),
        ("FAR", AttemptKind.BY_LOOK_ALIKES, 1),
        ("FRR", AttemptKind.GENUINE, 5),
    ]
    assert all(one.lower is not None and one.upper is not None for one in found)


def test_without_anybody_to_enrol_the_report_says_so(bundle: Bundle) -> None:
    few = replace(protocol(bundle), people=np.arange(8))
    (measure,) = attempt_measures(bundle, few, lambda done, total: None)
    assert (measure.value, measure.reason) == (None, NO_SUBJECTS)


def test_listed_pairs_have_no_attempts(bundle: Bundle) -> None:
    assert attempt_measures(bundle, pairs_protocol([0.9], [0.1]), lambda done, total: None) == []
    folds = replace(people_protocol(), has_all_pairs=False)
    assert attempt_measures(bundle, folds, lambda done, total: None) == []
