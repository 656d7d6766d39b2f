"""The names are stored in users' evaluation.json: these texts must not change."""

from training.evaluation.results import (
    IntervalMethod,
    MeasureName,
    ThresholdName,
    match_rate_name,
    one_shot_name,
)


def test_names_are_those_of_stored_evaluations() -> None:
    assert [str(name) for name in MeasureName] == [
        "accuracy",
        "precision",
        "recall",
        "F1",
        "FMR",
        "FNMR",
        "EER",
        "AUC",
        "d'",
        "calibration error",
        "FAR",
        "FRR",
        "failure to find a face",
    ]
    assert match_rate_name(1e-4) == "TMR at FMR 0.0001"
    assert one_shot_name(20) == "20-way one-shot accuracy"
    assert [str(name) for name in ThresholdName] == [
        "chosen threshold",
        "detection threshold",
        "threshold of the other folds",
        "convenient level",
        "balanced level",
        "strict level",
    ]
    assert [str(method) for method in IntervalMethod] == [
        "Wilson",
        "rates drawn after Jeffreys",
        "people drawn again",
        "pairs drawn again",
    ]
