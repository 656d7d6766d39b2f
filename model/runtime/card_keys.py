"""Keys of a model card's metrics and data, as ``card.json`` stores them."""

from enum import StrEnum


class CardMetric(StrEnum):
    """What a rate on a card measures. The stored key continues with the comparisons and the threshold."""

    ACCURACY = "accuracy"
    PRECISION = "precision"
    RECALL = "recall"
    FALSE_MATCH_RATE = "false match rate"
    FALSE_NON_MATCH_RATE = "false non-match rate"


class CardAttempt(StrEnum):
    """Error rates of a whole attempt. The stored key continues with the security level."""

    STRANGER_ACCEPTED = "false accept rate of an attempt by a stranger"
    LOOK_ALIKE_ACCEPTED = "false accept rate of an attempt by a stranger who looks alike"
    OWNER_REJECTED = "false reject rate of an attempt"


class CardThreshold(StrEnum):
    """The threshold of a metric, where a card has metrics at several."""

    DETECTION = "detection threshold"
    EQUAL_ERROR = "equal-error threshold"
    CONVENIENT = "convenient level"
    STRICT = "strict level"


class CardData(StrEnum):
    """Entries of ``Card.data`` that code reads or that several kinds of training write."""

    TRAINED_ON = "trained on"
    CALIBRATED_ON = "thresholds chosen on"
    EVALUATED_ON = "judged on"
    ATTEMPTS = "attempts"
    LOOK_ALIKES_CALIBRATED = "people who look alike, thresholds chosen on"
    LOOK_ALIKES_EVALUATED = "people who look alike, judged on"


def metric_key(metric: CardMetric, comparisons: str, threshold: CardThreshold | None = None) -> str:
    """ "false match rate on all pairs, detection threshold"."""
    key = f"{metric} on {comparisons}"
    return key if threshold is None else f"{key}, {threshold}"


def attempt_key(rate: CardAttempt, level: str) -> str:
    """ "false reject rate of an attempt, balanced"."""
    return f"{rate}, {level}"


def is_error_in_use(key: str) -> bool:
    """Whether the metric ``key`` is an error rate at the threshold that the model is used with by default."""
    errors = (CardMetric.FALSE_MATCH_RATE, CardMetric.FALSE_NON_MATCH_RATE)
    is_error = any(key.startswith(metric_key(metric, "")) for metric in errors)
    others = (f", {threshold}" for threshold in CardThreshold if threshold is not CardThreshold.DETECTION)
    return is_error and not key.endswith(tuple(others))
