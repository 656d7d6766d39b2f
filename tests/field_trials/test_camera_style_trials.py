"""Five people before one camera, and people of LFW in its look."""

import os
from pathlib import Path

import pytest

from tests.field_trials.camera_style_trials import camera_aucs, faces_kept, material

DATA = os.environ.get("SAMEFACE_DATA")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not DATA, reason="SAMEFACE_DATA does not name a folder with clips/ and lfw_home/"),
]


@pytest.fixture(scope="module")
def have(tmp_path_factory):
    return material(Path(DATA), tmp_path_factory.mktemp("crops"), strangers=120, every=6)


def test_the_camera_is_told_less_well_when_all_wear_its_look(have):
    aucs = camera_aucs(have)
    assert aucs["face colour"]["dressed"] < 0.9 < aucs["face colour"]["plain"]
    assert aucs["all"]["dressed"] < 0.93 < aucs["all"]["plain"]


def test_faces_survive_dressing(have):
    found = faces_kept(have)
    plain = found.pop("true match rate, plain")
    assert min(found[name] for name in found if name.startswith("cosine")) > 0.88
    assert min(found[name] for name in found if name.startswith("true")) > plain - 0.08
