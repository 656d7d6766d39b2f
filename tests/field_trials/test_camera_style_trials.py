"""Five people at one camera, and people of LFW in its style."""

import os
from pathlib import Path

import pytest

from tests.field_trials.camera_style_trials import camera_aucs, embedding_changes, load_material

DATA = os.environ.get("SAMEFACE_DATA")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not DATA, reason="SAMEFACE_DATA does not name a folder with clips/ and lfw_home/"),
]


@pytest.fixture(scope="module")
def have(tmp_path_factory):
    return load_material(Path(DATA), tmp_path_factory.mktemp("crops"), strangers=120, every=6)


def test_a_classifier_recognizes_the_camera_less_when_all_crops_have_its_style(have):
    aucs = camera_aucs(have)
    assert aucs["face colour"]["styled"] < 0.9 < aucs["face colour"]["plain"]
    assert aucs["all"]["styled"] < 0.93 < aucs["all"]["plain"]


def test_camera_style_changes_embeddings_little(have):
    found = embedding_changes(have)
    plain = found.pop("true match rate, plain")
    assert min(found[name] for name in found if name.startswith("cosine")) > 0.88
    assert min(found[name] for name in found if name.startswith("true")) > plain - 0.08
