"""Which liveness checks are required."""

from enum import StrEnum

from model.liveness.result import Layer


class LivenessMode(StrEnum):
    """From none to the strictest; each includes the checks of those before it."""

    NONE = "none"
    FRESH = "fresh"
    DEPTH = "depth"
    LAMP = "lamp"

    @property
    def layers(self) -> tuple[Layer, ...]:
        return REQUIRED[self]


REQUIRED: dict[LivenessMode, tuple[Layer, ...]] = {
    LivenessMode.NONE: (),
    LivenessMode.FRESH: (Layer.FRESHNESS,),
    LivenessMode.DEPTH: (Layer.FRESHNESS, Layer.DEPTH),
    LivenessMode.LAMP: (Layer.FRESHNESS, Layer.DEPTH, Layer.LAMP),
}
