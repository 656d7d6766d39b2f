"""A few attempts of the field trials, on real recordings."""

import os
from pathlib import Path

import pytest

from model.verification.attempt import Ending
from tests.field_trials.liveness_trials import ATTACK_FPS, LIVE, Trials
from tests.support.presentation_attacks.species import Species, print_attack
from tests.support.presentation_attacks.webcam import Webcam

DATA = os.environ.get("SAMEFACE_DATA")
SECONDS = 3.0


@pytest.mark.slow
@pytest.mark.skipif(not DATA, reason="SAMEFACE_DATA does not name a folder with clips/")
def test_a_head_that_moves_passes_and_prints_of_it_do_not():
    trials = Trials(Path(DATA) / "clips")
    images, fps = trials.read("moving-d10")
    section = images[: round(SECONDS * fps)]
    assert trials.attempt(section, fps, LIVE, "d10", 1.0).ending is Ending.VERIFIED
    shown = trials.with_face(images[:1])
    for species in (Species.FLAT, Species.CUT_OUT):
        camera = Webcam(1)
        scene = print_attack(species, shown[0], shown, ATTACK_FPS, SECONDS, seed=3)
        trial = trials.attempt(map(camera.see, scene), ATTACK_FPS, species, "d10", 1.0)
        assert trial.ending is not Ending.VERIFIED, trial
