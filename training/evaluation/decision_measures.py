"""Measures of the decisions at one threshold: accuracy, precision, recall and F1."""

from model.messages.message import Message
from model.runtime.model_card import Rate
from training.evaluation.results import IntervalMethod, Measure, MeasureName, ThresholdName
from training.metrics.confusion import ConfusionMatrix, f1_interval

NO_MATCH = Message("no pair matched")


def decision_measures(matrix: ConfusionMatrix, on: str, at: ThresholdName) -> list[Measure]:
    """Accuracy comes first."""
    return [
        rate_measure(MeasureName.ACCURACY, matrix.accuracy, on, at),
        _precision(matrix, on, at),
        rate_measure(MeasureName.RECALL, matrix.recall, on, at),
        _f1(matrix, on, at),
    ]


def rate_measure(
    name: str,
    rate: Rate,
    on: str,
    at: ThresholdName | None = None,
    interval: IntervalMethod = IntervalMethod.WILSON,
) -> Measure:
    return Measure(
        name=name,
        on=on,
        at=at,
        value=rate.value,
        lower=rate.lower,
        upper=rate.upper,
        interval=interval,
        count=rate.count,
        trials=rate.trials,
    )


def _precision(matrix: ConfusionMatrix, on: str, at: ThresholdName) -> Measure:
    rate = matrix.precision
    if rate is None:
        return Measure(name=MeasureName.PRECISION, on=on, at=at, reason=NO_MATCH)
    return rate_measure(MeasureName.PRECISION, rate, on, at)


def _f1(matrix: ConfusionMatrix, on: str, at: ThresholdName) -> Measure:
    if matrix.f1 is None:
        return Measure(name=MeasureName.F1, on=on, at=at, reason=NO_MATCH)
    lower, upper = f1_interval(matrix)
    return Measure(
        name=MeasureName.F1,
        on=on,
        at=at,
        value=matrix.f1,
        lower=lower,
        upper=upper,
        interval=IntervalMethod.JEFFREYS,
    )
