"""A data folder with every kind of file, and the inputs of the commands."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from app.references.reference_store import ReferenceStore
from app.scoring.provenance import Provenance, exclusive_output
from app.storage.crop_store import CropKind, CropStore
from app.storage.model_store import SHIPPED, ModelStore
from app.storage.paths import Paths
from app.storage.settings import change_settings
from model.runtime.bundle import SHIPPED_BUNDLE
from model.runtime.model_card import decode_card
from model.vision.alignment import align
from model.vision.mtcnn import MtcnnFinder
from tests.app.scoring.synthetic_pairs import write_list
from tests.support.portraits import COLLINS, HOPPER
from tests.support.synthetic_people import write_lfw
from training.optimization.checkpoint import Checkpoint, save_checkpoint

PERSON, MINE, OTHER = "ada", "mine", SHIPPED
CHECKPOINT = "personal-ada/checkpoint.npz"


@dataclass(frozen=True, slots=True)
class TrialFolders:
    """``data`` and ``scores`` are written; all other files are only read."""

    disk: Path

    @property
    def data(self) -> Path:
        return self.disk / "data"

    @property
    def people(self) -> Path:
        return Paths(self.data).people

    @property
    def scores(self) -> Path:
        return self.disk / "data" / "scores.csv"

    @property
    def pictures(self) -> Path:
        return self.disk / "pictures"

    @property
    def photos(self) -> Path:
        return self.disk / "photos"

    @property
    def lfw(self) -> Path:
        return self.disk / "lfw"

    @property
    def pairs(self) -> Path:
        return self.disk / "pairs.csv"


def prepare(folders: TrialFolders) -> None:
    write_lfw(folders.lfw, [f"A_{number}" for number in range(9)], [f"B_{number}" for number in range(9)])
    folders.pictures.mkdir()
    shutil.copy(COLLINS.path, folders.pictures)
    for name, portrait in (("Eileen", COLLINS), ("Grace", HOPPER)):
        (folders.photos / name).mkdir(parents=True)
        small = cv2.resize(portrait.read(), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        for number in range(2):
            content = cv2.imencode(".png", cv2.cvtColor(small, cv2.COLOR_RGB2BGR))[1].tobytes()
            (folders.photos / name / f"{number}.png").write_bytes(content)
    _write_app_data(folders)
    _score_one_pair(folders)


def _write_app_data(folders: TrialFolders) -> None:
    image = COLLINS.read()
    crop = align(image, MtcnnFinder().find(image)[0].landmarks)
    crops, references = CropStore(folders.people), ReferenceStore(folders.people)
    for kind in (CropKind.ANCHOR, CropKind.POSITIVE):
        for _ in range(12):
            crops.save(PERSON, kind, crop)
    references.enrol(PERSON, [np.ascontiguousarray(crop[:, ::-1])])
    paths = Paths(folders.data)
    change_settings(paths.settings, person=PERSON, detection_threshold=0.5)
    shutil.copytree(SHIPPED_BUNDLE, paths.models / MINE)
    ModelStore(paths.models).use(MINE)
    save_checkpoint(paths.runs / CHECKPOINT, Checkpoint("run", 1, (1.0,), [np.zeros(10_000)]))


def _score_one_pair(folders: TrialFolders) -> None:
    """Write one row of three. Each row is longer than a disk block."""
    note = "x" * 10_000
    rows = [[str(COLLINS.path), str(HOPPER.path), f"{note}{number}"] for number in range(3)]
    pairs = write_list(folders.pairs, rows, ("left", "right", "note"))
    card = decode_card((SHIPPED_BUNDLE / "card.json").read_bytes())
    with exclusive_output(folders.scores, Provenance(card.name, card.digest, str(pairs.folder))):
        row = ",".join(rows[0])
        folders.scores.write_text(f"left,right,note,similarity,status\n{row},0.5,ok\n", encoding="utf-8")
