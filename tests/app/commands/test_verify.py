"""Verification without a window, on real pictures and recordings, through the command line."""

import json
import shutil

import cv2
import numpy as np
import pytest

from app.camera.demo.camera import FPS, Placement, SceneRenderer
from app.camera.demo.portraits import Portrait
from app.cli import main
from app.references.reference_store import EMBEDDINGS, FOLDER, ReferenceStore
from app.storage.settings import change_settings
from app.system.exit_codes import Exit
from model.runtime.bundle import CARD, EMBEDDING, HEAD, SHIPPED_BUNDLE
from model.verification.matcher import EMBEDDING_BATCH
from model.vision.alignment import align
from model.vision.frame import Frame, RgbImage
from model.vision.image_file import read_image_file
from model.vision.mtcnn import MtcnnFinder
from model.vision.orientation import rotate
from tests.support.bundles import use_model_without_calibration
from tests.support.encoded_videos import INTERLACED, INTERLACED_FLAGS, LOSSLESS, PAL, Encoding, write_encoded
from tests.support.fakes import FakeSource, grey, sharp_image
from tests.support.portraits import (
    COLLINS,
    HOPPER,
    NEAR,
    pictures,
    write_faceless_video,
    write_portrait_video,
    write_video,
)


@pytest.fixture(scope="module")
def collins_clip(tmp_path_factory):
    path = tmp_path_factory.mktemp("clips") / "collins.avi"
    write_portrait_video(path, COLLINS, seconds=2)
    return path


@pytest.fixture(scope="module")
def faceless_clip(tmp_path_factory):
    path = tmp_path_factory.mktemp("clips") / "nobody.avi"
    write_faceless_video(path, seconds=1)
    return path


@pytest.fixture
def references(tmp_path):
    folder = tmp_path / "references"
    folder.mkdir()
    shutil.copy(COLLINS.path, folder)
    return folder


@pytest.fixture
def verify(tmp_path, capsys):
    def run(*arguments: object) -> tuple[int, dict]:
        code = main(["verify", "--json", "--data", str(tmp_path / "data"), *map(str, arguments)])
        answer = json.loads(capsys.readouterr().out)
        assert answer["exit_code"] == code
        assert answer["verified"] is (code == Exit.VERIFIED)
        return code, answer

    return run


def test_the_same_photograph_is_verified(verify, references):
    code, answer = verify("--image", COLLINS.path, "--references", references)
    assert code == Exit.VERIFIED
    assert (answer["matches"], answer["references"], answer["faces"]) == (1, 1, 1)
    assert (answer["similarity"] > 0.9, answer["rotation"]) == (True, 0)


@pytest.mark.slow
def test_a_photograph_on_its_side_is_rotated_and_reported(verify, tmp_path, capsys):
    (tmp_path / "hopper").mkdir()
    shutil.copy(HOPPER.path, tmp_path / "hopper")
    cv2.imwrite(str(tmp_path / "side.png"), rotate(cv2.imread(str(HOPPER.path)), 90))
    asked = ("--image", tmp_path / "side.png", "--references", tmp_path / "hopper")
    code, answer = verify(*asked)
    assert (code, answer["rotation"], answer["frames_judged"]) == (Exit.VERIFIED, 270, 1)
    main(["verify", "--data", str(tmp_path / "data"), *map(str, asked)])
    assert "No face in it is upright: it was turned clockwise by 270 degrees." in capsys.readouterr().out


def test_another_person_is_not_verified(verify, references):
    code, answer = verify("--image", HOPPER.path, "--references", references)
    assert code == Exit.NOT_VERIFIED
    assert answer["reason"] == "too few references match"
    assert answer["similarity"] < answer["detection_threshold"]


def test_a_recording_of_the_same_person_is_verified_early(verify, references, collins_clip):
    code, answer = verify("--camera", collins_clip, "--references", references)
    assert code == Exit.VERIFIED
    assert 3 <= answer["frames_judged"] < 30


@pytest.mark.slow
def test_the_pictures_of_a_turned_camera_are_brought_upright(verify, references, tmp_path):
    upright = pictures(SceneRenderer((Placement(COLLINS, NEAR),), seed=1), 1, 15)
    film = write_video(tmp_path / "turned.avi", (rotate(image, 90) for image in upright), 15, (480, 640))
    code, answer = verify("--camera", film, "--rotate", 270, "--references", references)
    assert (code, answer["reason"]) == (Exit.VERIFIED, "enough references match")
    assert verify("--camera", film, "--references", references)[0] != Exit.VERIFIED
    change_settings(tmp_path / "data" / "settings.json", rotate=270)
    assert verify("--camera", film, "--references", references)[0] == Exit.VERIFIED


@pytest.mark.slow
def test_every_frame_of_a_recording_of_somebody_else_is_judged(verify, tmp_path, collins_clip):
    folder = tmp_path / "hopper"
    folder.mkdir()
    shutil.copy(HOPPER.path, folder)
    code, answer = verify("--camera", collins_clip, "--references", folder)
    assert code == Exit.NOT_VERIFIED
    assert answer["frames_judged"] == 30


def test_a_recording_without_a_face_could_not_be_judged(verify, references, faceless_clip):
    code, answer = verify("--camera", faceless_clip, "--references", references, "--detection-threshold", 0)
    assert code == Exit.COULD_NOT
    assert (answer["reason"], answer["faces"], answer["similarity"]) == ("no face", 0, None)


def test_thresholds_of_the_command_line_are_used(verify, references):
    code, answer = verify("--image", COLLINS.path, "--references", references, "--verification-threshold", 1)
    assert code == Exit.NOT_VERIFIED
    assert answer["verification_threshold"] == 1


def test_the_active_level_is_reported_and_sets_the_threshold(verify, references):
    given = ["--image", COLLINS.path, "--references", references]
    models = verify(*given)[1]
    assert models["level"] == "balanced"
    laxer = verify(*given, "--level", "convenient")[1]
    assert laxer["level"] == "convenient"
    assert laxer["detection_threshold"] < models["detection_threshold"]
    own = verify(*given, "--level", "convenient", "--detection-threshold", 0.75)[1]
    assert (own["level"], own["detection_threshold"]) == (None, 0.75)


def test_the_command_lines_level_comes_before_the_stored_threshold(verify, references, tmp_path):
    change_settings(tmp_path / "data" / "settings.json", detection_threshold=0.0)
    given = ["--image", HOPPER.path, "--references", references]
    assert verify(*given)[0] == Exit.VERIFIED
    code, answer = verify(*given, "--level", "balanced")
    assert (code, answer["level"]) == (Exit.NOT_VERIFIED, "balanced")


def test_a_level_that_was_not_measured_never_verifies(verify, references, tmp_path):
    use_model_without_calibration(tmp_path / "data" / "models")
    given = ["--image", COLLINS.path, "--references", references]
    assert verify(*given)[0] == Exit.VERIFIED
    for level in ("convenient", "strict"):
        code, answer = verify(*given, "--level", level)
        assert code == Exit.COULD_NOT
        assert f"not measured for the level {level}" in answer["reason"]


@pytest.mark.slow
def test_a_camera_without_a_face_ends_at_the_timeout(verify, references):
    code, answer = verify("--camera", "demo:none", "--references", references, "--timeout", 4)
    assert code == Exit.COULD_NOT
    assert answer["frames_judged"] > 0


SIGHTLESS = {
    "frozen": (read_image_file(COLLINS.path), "the same picture"),
    "covered": (grey(2), "only black pictures"),
}


@pytest.mark.parametrize(("picture", "words"), SIGHTLESS.values(), ids=SIGHTLESS)
def test_a_frozen_or_black_camera_never_verifies(verify, references, monkeypatch, picture, words):
    frames = [Frame(picture, index, index / 10) for index in range(100)]
    monkeypatch.setattr("app.verifier.verification.open_source", lambda camera, rotate: FakeSource(frames))
    code, answer = verify("--camera", "0", "--references", references, "--timeout", 5)
    assert code == Exit.COULD_NOT
    assert words in answer["reason"]


def test_a_picture_that_a_folder_holds_many_times_counts_once(verify, references, tmp_path):
    folder = tmp_path / "pictures"
    folder.mkdir()
    for number in range(5):
        shutil.copy(COLLINS.path, folder / f"{number}{COLLINS.path.suffix}")
    code, answer = verify("--camera", folder, "--references", references)
    assert (code, answer["frames_judged"]) == (Exit.NOT_VERIFIED, 1)
    assert answer["reason"].startswith("it matched for too few frames in a row, 1 at most: hold still")


@pytest.mark.slow
def test_a_recording_of_one_picture_is_refused_by_name(verify, references, tmp_path):
    clip = write_encoded(tmp_path, LOSSLESS, [filmed(COLLINS, 1)[0]] * 5)
    code, answer = verify("--camera", clip, "--references", references)
    assert code == Exit.COULD_NOT
    assert f"{clip} cannot be decoded" in answer["reason"]


def filmed(person: Portrait, count: int) -> list[RgbImage]:
    """As ``write_portrait_video`` films, in the size of PAL."""
    images = pictures(SceneRenderer((Placement(person, NEAR),), seed=1), count / FPS, FPS)
    return [cv2.resize(image, PAL, interpolation=cv2.INTER_AREA) for image in images]


@pytest.mark.slow
@pytest.mark.parametrize("encoding", INTERLACED, ids=lambda encoding: encoding.name)
def test_interlaced_recordings_are_judged(verify, references, tmp_path, encoding):
    same, other = filmed(COLLINS, 6), filmed(HOPPER, 6)
    assert verify("--camera", write_encoded(tmp_path, encoding, same), "--references", references)[0] == 0
    code, answer = verify("--camera", write_encoded(tmp_path, encoding, other), "--references", references)
    assert (code, answer["reason"]) == (Exit.NOT_VERIFIED, "too few references match")


def test_one_frame_of_the_person_among_frames_of_another_never_verifies(verify, references, tmp_path):
    progressive, interlaced = (
        Encoding("one.m2v", "mpeg2video"),
        Encoding("rest.m2v", "mpeg2video", options=INTERLACED_FLAGS),
    )
    clip = tmp_path / "both.m2v"
    parts = (
        write_encoded(tmp_path, progressive, filmed(COLLINS, 1)),
        write_encoded(tmp_path, interlaced, filmed(HOPPER, 6)),
    )
    clip.write_bytes(b"".join(part.read_bytes() for part in parts))
    code, answer = verify("--camera", clip, "--references", references)
    assert (code, answer["frames_judged"]) == (Exit.NOT_VERIFIED, 7)


@pytest.mark.slow
def test_a_recording_of_an_infrared_camera_is_verified(verify, references, tmp_path):
    lit = [
        cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
        for image in filmed(COLLINS, 8)
    ]
    strobe = [image if number % 2 == 0 else image // 6 for number, image in enumerate(lit)]
    clip = write_encoded(tmp_path, LOSSLESS, strobe)
    code, answer = verify("--camera", clip, "--references", references)
    assert (code, answer["frames_judged"]) == (Exit.VERIFIED, 3)


@pytest.mark.slow
def test_the_timeout_ends_the_embedding_of_references_and_keeps_those_embedded(verify, tmp_path):
    crops = [sharp_image(60 + number) for number in range(EMBEDDING_BATCH + 1)]
    ReferenceStore(tmp_path / "data" / "people").enrol("eileen", crops)
    out_of_time = ["--camera", "demo", "--person", "eileen", "--timeout", 1e-6]
    for ready in (EMBEDDING_BATCH, EMBEDDING_BATCH + 1):
        code, answer = verify(*out_of_time)
        assert code == Exit.COULD_NOT
        assert answer["reason"].startswith(
            f"Time ran out with {ready} of {EMBEDDING_BATCH + 1} references embedded."
        )


def test_the_timeout_ends_the_search_of_photographs(verify, references):
    code, answer = verify("--camera", "demo", "--references", references, "--timeout", 1e-6)
    assert code == Exit.COULD_NOT
    assert answer["reason"].startswith("Time ran out with 0 of 1 photographs searched. Use fewer, enrol them")


def test_a_photograph_is_judged_however_long_its_references_take(verify, references):
    given = ["--image", COLLINS.path, "--references", references, "--timeout", 1e-6]
    assert verify(*given)[0] == Exit.VERIFIED


def test_enrolled_references_are_used(verify, references, tmp_path, capsys):
    data = ["--data", str(tmp_path / "data"), "--person", "eileen"]
    assert main(["enrol", "--images", str(references), *data]) == Exit.DONE
    capsys.readouterr()
    assert verify("--image", COLLINS.path, "--person", "eileen")[0] == Exit.VERIFIED
    code, answer = verify("--image", COLLINS.path, "--person", "grace")
    assert code == Exit.COULD_NOT
    assert "grace has no references" in answer["reason"]


@pytest.mark.slow
def test_a_replaced_reference_verifies_the_person_in_the_new_picture(verify, references, tmp_path, capsys):
    data = ["--data", str(tmp_path / "data"), "--person", "eileen"]
    assert main(["enrol", "--images", str(references), "--keep-pictures", *data]) == Exit.DONE
    capsys.readouterr()
    (reference,) = (tmp_path / "data" / "people" / "eileen" / FOLDER).glob("*.jpg")
    for _ in range(2):
        assert verify("--image", COLLINS.path, "--person", "eileen")[0] == Exit.VERIFIED
    assert (reference.parent / EMBEDDINGS).is_file()
    image = HOPPER.read()
    crop = align(image, MtcnnFinder().find(image)[0].landmarks)
    reference.write_bytes(cv2.imencode(".jpg", cv2.cvtColor(crop, cv2.COLOR_RGB2BGR))[1].tobytes())
    assert verify("--image", COLLINS.path, "--person", "eileen")[0] == Exit.NOT_VERIFIED
    assert verify("--image", HOPPER.path, "--person", "eileen")[0] == Exit.VERIFIED


def test_a_photograph_put_among_the_references_by_hand_is_aligned(verify, tmp_path):
    folder = tmp_path / "data" / "people" / "eileen" / FOLDER
    folder.mkdir(parents=True)
    shutil.copy(COLLINS.path, folder / "photograph.PNG")
    code, answer = verify("--image", COLLINS.path, "--person", "eileen")
    assert (code, answer["left_out"]) == (Exit.VERIFIED, [])
    assert verify("--image", HOPPER.path, "--person", "eileen")[0] == Exit.NOT_VERIFIED


def test_references_that_cannot_be_used_are_named_and_count_against(verify, tmp_path):
    folder = tmp_path / "data" / "people" / "eileen" / FOLDER
    folder.mkdir(parents=True)
    (folder / "tiny.png").write_bytes(cv2.imencode(".png", grey(90, 1, 1))[1].tobytes())
    code, answer = verify("--image", COLLINS.path, "--person", "eileen")
    assert code == Exit.COULD_NOT
    assert "1 reference cannot be used: tiny.png: No face was found in it." in answer["reason"]
    assert answer["left_out"] == [f"{folder / 'tiny.png'}: No face was found in it."]
    shutil.copy(COLLINS.path, folder / "a.png")
    code, answer = verify("--image", COLLINS.path, "--person", "eileen")
    assert (code, answer["matches"], answer["references"]) == (Exit.NOT_VERIFIED, 1, 2)
    (line,) = answer["left_out"]
    assert "tiny.png: No face was found in it." in line
    assert line.endswith("delete it, or enrol again.")
    shutil.copy(COLLINS.path, folder / "b.png")
    assert verify("--image", COLLINS.path, "--person", "eileen")[0] == Exit.VERIFIED


def test_a_folder_of_references_may_hold_a_group_when_the_user_says_which_face(verify, tmp_path):
    folder = tmp_path / "group"
    folder.mkdir()
    beside = np.hstack([portrait.read()[:500] for portrait in (COLLINS, HOPPER)])
    (folder / "group.png").write_bytes(cv2.imencode(".png", beside[..., ::-1])[1].tobytes())
    code, answer = verify("--image", COLLINS.path, "--references", folder)
    assert code == Exit.COULD_NOT
    assert "It shows 2 faces" in answer["reason"]
    assert verify("--image", HOPPER.path, "--references", folder, "--largest")[0] == Exit.VERIFIED


def text_file(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("not a picture")
    return path


@pytest.mark.slow
def test_wrong_input_ends_with_its_message_and_exit_code(verify, references, tmp_path):
    notes = text_file(tmp_path)
    empty = tmp_path / "empty"
    empty.mkdir()
    faceless = tmp_path / "faceless"
    faceless.mkdir()
    shutil.copy(COLLINS.path, faceless / "x.png")
    (faceless / "x.png").write_bytes(notes.read_bytes())
    table = {
        "missing picture": (["--image", tmp_path / "no.jpg", "--references", references], Exit.USAGE),
        "text as picture": (["--image", notes, "--references", references], Exit.USAGE),
        "missing references": (["--image", COLLINS.path, "--references", tmp_path / "no"], Exit.USAGE),
        "empty references": (["--image", COLLINS.path, "--references", empty], Exit.COULD_NOT),
        "references without a face": (["--image", COLLINS.path, "--references", faceless], Exit.COULD_NOT),
        "text as recording": (["--camera", notes, "--references", references], Exit.COULD_NOT),
        "no such camera": (["--camera", "97", "--references", references], Exit.COULD_NOT),
        "no such file": (["--camera", tmp_path / "no.mp4", "--references", references], Exit.COULD_NOT),
        "person that is a path": (["--image", COLLINS.path, "--person", "../me"], Exit.USAGE),
    }
    for name, (arguments, expected) in table.items():
        code, answer = verify(*arguments)
        assert code == expected, (name, answer)
        assert len(answer["reason"]) > 20, (name, answer)


@pytest.mark.parametrize("name", [CARD, HEAD, EMBEDDING])
def test_a_damaged_model_never_verifies(verify, references, tmp_path, name):
    models = tmp_path / "data" / "models"
    shutil.copytree(SHIPPED_BUNDLE, models / "mine")
    (models / "current").write_text("mine\n")
    path = models / "mine" / name
    path.write_bytes(path.read_bytes().replace(b"0", b"1", 1))
    code, answer = verify("--image", COLLINS.path, "--references", references)
    assert code == Exit.COULD_NOT
    assert "refused" in answer["reason"]


SPOILED = {
    "settings that are none": ("settings.json", b"null"),
    "settings of the future": ("settings.json", b'{"format": 2, "detection_threshold": 0}'),
    "a threshold that is no number": ("settings.json", b'{"detection_threshold": NaN}'),
    "settings nested without end": ("settings.json", b'{"x": ' + b"[" * 100_000),
    "a pointer that is no text": ("models/current", b"\xff\xfe"),
    "a pointer out of the house": ("models/current", b"../.."),
    "a card of the future": ("models/mine/card.json", b'{"format": 2}'),
    "a card nested without end": ("models/mine/card.json", b"[" * 100_000),
}


@pytest.mark.parametrize(("file", "content"), SPOILED.values(), ids=SPOILED)
def test_invalid_files_never_verify(references, tmp_path, capsys, file, content):
    data = tmp_path / "data"
    (data / "models" / "mine").mkdir(parents=True)
    (data / "models" / "current").write_text("mine\n")
    (data / file).write_bytes(content)
    arguments = ["verify", "--image", COLLINS.path, "--references", references, "--data", data]
    try:
        code = main([str(argument) for argument in arguments])
    except SystemExit as end:
        code = end.code
    said = capsys.readouterr()
    assert code == Exit.COULD_NOT
    assert "verified:" not in said.out.replace("not verified:", "")
    assert any(
        step in said.out + said.err
        for step in ("Correct it, or delete it", "Choose another", "python main.py models")
    )


def test_a_missing_model_never_verifies(verify, references, tmp_path):
    (tmp_path / "data" / "models").mkdir(parents=True)
    (tmp_path / "data" / "models" / "current").write_text("gone\n")
    assert verify("--image", COLLINS.path, "--references", references)[0] == Exit.COULD_NOT


@pytest.fixture
def printed(references, tmp_path, capsys) -> str:
    """The answer without --json for a photograph of the person in ``references``."""
    arguments = ["--image", COLLINS.path, "--references", references, "--data", tmp_path]
    assert main(["verify", *map(str, arguments)]) == Exit.VERIFIED
    return capsys.readouterr().out


def test_without_json_the_answer_is_a_sentence(printed):
    assert printed.startswith("verified: enough references match (1 of 1 reference matches")


def test_the_answer_for_a_photograph_notes_that_liveness_was_not_checked(printed):
    assert printed.endswith(". Liveness was not checked.\n")


def test_a_photograph_cannot_show_liveness(verify, references):
    code, answer = verify("--image", COLLINS.path, "--references", references, "--liveness", "depth")
    assert (code, answer["verified"]) == (Exit.USAGE, False)
    assert answer["reason"].startswith("Liveness cannot be checked in a single photograph.")


def test_the_lamp_needs_the_window(verify, references):
    code, answer = verify("--camera", "demo", "--references", references, "--liveness", "lamp")
    assert (code, answer["verified"]) == (Exit.USAGE, False)
    assert "needs the window" in answer["reason"]


@pytest.mark.slow
def test_a_recording_is_checked_for_liveness_only_when_asked(verify, references, tmp_path):
    clip = write_portrait_video(tmp_path / "flat.mp4", COLLINS, 1.5)
    code, answer = verify("--camera", clip, "--references", references)
    assert (code, answer["liveness"]) == (Exit.VERIFIED, "none")
    code, answer = verify("--camera", clip, "--references", references, "--liveness", "depth")
    assert (code, answer["liveness"], answer["verified"]) == (Exit.COULD_NOT, "depth", False)
