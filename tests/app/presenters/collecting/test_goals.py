import pytest

from app.presenters.collecting.goals import GOALS, goal_share, missing_words
from app.storage.crop_store import CropKind


@pytest.mark.parametrize("kind", CropKind)
def test_every_kind_has_a_purpose_and_a_goal(kind: CropKind) -> None:
    assert missing_words(kind, 0) == f"{GOALS[kind]} more"
    assert missing_words(kind, GOALS[kind]) == "Enough"
    assert (goal_share(kind, 0), goal_share(kind, 1000)) == (0.0, 1.0)
