import json

import msgspec

from tests.training.robustness.test_markdown import RESULTS


def test_the_keys_of_the_json_file_do_not_follow_renames() -> None:
    stored = json.loads(msgspec.json.encode(RESULTS))
    assert set(stored) == {"people", "pictures", "pairs", "pairs_left_out", "unseen", "clean", "steadiness"}
    assert set(stored["unseen"]) == {"rate", "pictures"}
    assert set(stored["clean"][0]) == {"contestant", "network", "threshold", "accuracy"}
    assert set(stored["steadiness"][0]) == {"degradation", "unseen", "true_match_rates"}
