"""Names that users' files and scripts hold: folders, JSON keys, reasons, columns and exit codes."""

import json
from dataclasses import fields
from pathlib import Path

from app.presenters.verification_answer import VerificationAnswer
from app.references.reference_store import EMBEDDINGS, ReferenceStore
from app.scoring.score_csv import ADDED_COLUMNS
from app.storage.crop_store import CropKind, CropStore
from app.storage.paths import Paths
from app.storage.settings import Settings, change_settings
from app.system.exit_codes import Exit
from model.liveness.result import LivenessReason
from model.storage.json_codec import encode_json
from model.verification.decision import Reason
from model.vision.quality import Flaw
from tests.support.fakes import grey

VERDICT_KEYS = [
    "verified",
    "reason",
    "matches",
    "references",
    "similarity",
    "level",
    "detection_threshold",
    "verification_threshold",
    "faces",
    "frames_judged",
    "liveness",
    "left_out",
    "rotation",
    "model",
    "exit_code",
]


def test_verify_prints_these_keys_in_this_order() -> None:
    printed = json.loads(
        encode_json(VerificationAnswer(verified=False, reason="no face", exit_code=Exit.COULD_NOT))
    )
    assert list(printed) == VERDICT_KEYS
    assert printed["exit_code"] == 3


def test_verify_gives_these_reasons() -> None:
    assert [reason.value for reason in (*Reason, *Flaw, *LivenessReason)] == [
        "enough references match",
        "too few references match",
        "the face was marked as another person's",
        "no face",
        "no references",
        "references are being learned",
        "too many failed attempts",
        "cut off by the edge of the picture",
        "too dark",
        "too bright",
        "too small",
        "turned away",
        "too blurred",
        "the liveness check was not finished",
        "the camera repeats earlier pictures",
        "the times of the pictures are impossible",
        "the pictures come from a virtual camera",
        "the camera is not the one used to enrol",
        "the face moves like a flat picture",
        "the head did not move enough to see its depth",
        "the head did not turn as asked",
        "the face shows too little detail to see its depth",
        "the light on the face does not follow the window's colours",
        "the room is too bright to see the window's light on the face",
        "the window's light cannot be shown here",
        "your liveness network takes the face for an attack",
        "the liveness check gave no valid result",
    ]


def test_a_command_ends_with_these_exit_codes() -> None:
    assert {name: int(code) for name, code in Exit.__members__.items()} == {
        "VERIFIED": 0,
        "DONE": 0,
        "NOT_VERIFIED": 1,
        "USAGE": 2,
        "COULD_NOT": 3,
        "INTERRUPTED": 130,
    }


def test_settings_have_these_keys(tmp_path: Path) -> None:
    assert [field.name for field in fields(Settings)] == [
        "camera",
        "rotate",
        "person",
        "level",
        "detection_threshold",
        "verification_threshold",
        "steady_frames",
        "timeout_s",
        "stays_open",
        "liveness",
        "lfw_folder",
        "keep_reference_pictures",
        "audit_days",
        "language",
        "theme",
        "text_size",
        "threads",
        "keep_history",
        "keep_pictures",
        "notify",
        "night_light",
        "format",
    ]
    change_settings(tmp_path / "settings.json", level="strict")
    assert json.loads((tmp_path / "settings.json").read_text()) == {"format": 1, "level": "strict"}


def test_the_data_folder_has_these_parts(tmp_path: Path) -> None:
    paths = Paths(tmp_path)
    parts = [paths.settings, paths.people, paths.models, paths.runs, paths.reports, paths.logs]
    assert [part.name for part in parts] == ["settings.json", "people", "models", "runs", "reports", "logs"]


def test_a_person_has_these_folders(tmp_path: Path) -> None:
    crops, references = CropStore(tmp_path), ReferenceStore(tmp_path)
    for kind in CropKind:
        crops.save("ada", kind, grey(100))
    references.enrol("ada", [grey(100)])
    folders = ["anchor", "negative", "positive", "verification_images"]
    assert sorted(entry.name for entry in (tmp_path / "ada").iterdir()) == folders
    assert EMBEDDINGS == "embeddings.bin"


def test_score_adds_these_columns() -> None:
    assert ADDED_COLUMNS == ("similarity", "status")
