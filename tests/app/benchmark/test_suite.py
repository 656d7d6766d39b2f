import pytest

from app.benchmark.baselines import Baselines
from app.benchmark.pipeline import PipelineTiming
from app.benchmark.suite import ratios
from app.benchmark.timing import Timing


def taking(ms: float) -> Timing:
    return Timing(10, ms, ms, ms, ms)


LIVE = PipelineTiming(taking(5), taking(4), taking(10))
STAGES = {"search for faces": taking(8), "follow a face": taking(2)}
SIZES = {"640x480": LIVE, "1280x720": PipelineTiming(taking(6), None, None)}
COMPARED = {"50": taking(0.5), "5000": taking(1)}


def test_ratios_of_medians() -> None:
    assert ratios(LIVE, STAGES, SIZES, COMPARED, "Skipped.") == pytest.approx(
        {
            "a frame of 1280x720 to one of 640x480": 1.2,
            "a searched frame to a followed one": 2.5,
            "a frame with 5000 references to one with 50": 1.1,
        }
    )


def test_ratios_to_the_others() -> None:
    found = ratios(LIVE, STAGES, SIZES, COMPARED, Baselines(taking(5000), taking(160), 6.0, None))
    assert found["the tutorial's verification to ours"] == pytest.approx(1000)
    assert found["a search by mtcnn to ours"] == pytest.approx(20)
    assert found["a search by mtcnn to following"] == pytest.approx(80)


def test_without_a_followed_frame_there_is_no_such_ratio() -> None:
    live = PipelineTiming(taking(5), None, taking(5))
    assert "a searched frame to a followed one" not in ratios(live, STAGES, SIZES, COMPARED, "Skipped.")
