"""Real recordings of people: who verifies, and who does not."""

import os
from pathlib import Path

import pytest

from model.runtime.bundle import load_bundle
from tests.field_trials.clip_trials import FACELESS, trials

DATA = os.environ.get("SAMEFACE_DATA")
EVERY = 10
"""A tenth of the frames shows the same, in a tenth of the time."""


@pytest.mark.slow
@pytest.mark.skipif(not DATA, reason="SAMEFACE_DATA does not name a folder with clips/")
def test_people_match_their_references_and_clips_without_a_face_never_match():
    done = list(trials(Path(DATA) / "clips", load_bundle(), EVERY))
    genuine = [trial for trial in done if trial.genuine]
    impostors = [trial for trial in done if not trial.genuine]
    assert sum(trial.verified for trial in genuine) / len(genuine) > 0.8
    assert sum(trial.verified for trial in impostors) / len(impostors) < 0.1
    assert not any(trial.verified for trial in done if trial.clip in FACELESS)
