"""The real window on a real display, operated by clicks and keys; each test is a process of its own."""

import json
import os
import shutil
import subprocess
import sys
from functools import cache
from itertools import product
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.camera.demo.camera import SCENES, DemoCamera, SceneRenderer
from app.gui.launch import NO_DISPLAY
from app.references.reference_store import ReferenceStore
from app.storage.paths import PROJECT
from app.storage.settings import change_settings
from model.storage.encrypted_file import is_encrypted
from model.verification.security_levels import Level
from model.vision.alignment import align
from model.vision.frame import RgbImage
from model.vision.mtcnn import MtcnnFinder
from tests.app.gui.camera_scenarios import CLOCK_TICKS
from tests.app.gui.light_window import LIGHT
from tests.app.gui.scenario_runner import play
from tests.app.gui.virtual_display import has_xvfb, virtual_display
from tests.support.bundles import use_model_without_calibration

pytestmark = pytest.mark.gui


def enrol_eileen(folder: Path) -> None:
    """Enrol eight references of the demo camera's face."""
    ReferenceStore(folder / "people").enrol("me", crops_of_eileen())


@cache
def crops_of_eileen() -> list[RgbImage]:
    renderer, finder = SceneRenderer(SCENES["eileen"], 0), MtcnnFinder()
    images = [renderer.render(index) for index in range(0, 160, 20)]
    return [align(image, finder.find(image)[0].landmarks) for image in images]


def write_portrait(path: Path, scene: str) -> None:
    picture = DemoCamera(scene, sleep=lambda seconds: None).read().image
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(cv2.imencode(".jpg", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))[1].tobytes())


def test_the_first_run_encrypts_and_ends_with_a_first_verification(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    keyring = {"PYTHON_KEYRING_BACKEND": "tests.support.fake_keyring.FakeKeyring"}
    notes = play("set_up_at_the_demo_camera", tmp_path, environment | keyring)

    assert notes["missing"] == "Enter your name."
    assert notes["verdict"] == "Verified"
    assert notes["person"] == "Ada"
    assert f"in {tmp_path / 'people' / 'Ada'}, and no pictures. The folder is encrypted." in notes["stored"]
    stored = list((tmp_path / "people" / "Ada" / "verification_images").iterdir())
    assert all(is_encrypted(file.read_bytes()) for file in stored)
    assert len(stored) == 10


def test_without_a_webcam_the_first_run_offers_the_demo_camera(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    notes = play("set_up_without_a_camera", tmp_path, environment, camera=str(tmp_path / "missing.mp4"))

    assert notes["words"].startswith("No webcam?")
    assert notes["camera"] == "demo"


def test_a_camera_that_is_unplugged_interrupts_the_first_run(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    notes = play("set_up_with_a_camera_that_is_unplugged", tmp_path, environment)

    assert notes["prompt"] == "Camera problem"


def test_starting_over_forgets_what_the_first_run_has_stored(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    change_settings(tmp_path / "settings.json", detection_threshold=1.0)

    assert play("set_up_and_start_over", tmp_path, environment)["stored"] > 0


def test_the_first_run_does_not_mix_two_people(tmp_path: Path, environment: dict[str, str]) -> None:
    enrol_eileen(tmp_path)

    notes = play("set_up_with_a_name_that_exists", tmp_path, environment)

    assert notes["question"].startswith("me has references already.")
    assert notes["step"] == "start"
    assert (notes["grace"], notes["me"]) == ("start", "start")


def test_in_a_low_window_the_buttons_of_the_first_run_and_what_they_are_about_stay_in_view(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    notes = play("set_up_in_a_low_window", tmp_path, environment)

    assert notes["beside"] == [False, True, True]
    assert notes["below"] == [True, True, True]
    assert notes["above the buttons"] >= 8, "The page ends before the card of the buttons begins."
    assert notes["done"] == [True, True, True]
    assert notes["without a picture"] == [True, 0]


def test_a_face_in_the_dark_can_be_lit_up_at_once(tmp_path: Path, environment: dict[str, str]) -> None:
    enrol_eileen(tmp_path)

    notes = play("attempt_in_the_dark", tmp_path, environment)

    assert (notes["lamp"], notes["stored"]) == (0, True)
    assert notes["detail"].startswith("The screen is lighting up your face.")


def test_references_captured_on_the_people_screen_verify(tmp_path: Path, environment: dict[str, str]) -> None:
    notes = play("enrol_and_verify", tmp_path, environment)

    assert notes["thumbnails"] == 12
    assert notes["notice"] == "12 references enrolled for me."
    assert notes["detail"].startswith("The same face as me: ")
    assert notes["matches"].endswith(" of 12")
    rule = "A face counts as the same when more than 50 % of references match: 7 of 12 or more."
    assert notes["words"] == rule


def test_an_attempt_ends_and_the_space_bar_begins_the_next(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    enrol_eileen(tmp_path)
    change_settings(tmp_path / "settings.json", timeout_s=1.0)

    notes = play("attempt_after_attempt", tmp_path, environment)

    assert notes["endings"] == ["Verified", "Verified", "Verified", "Not verified"]
    assert notes["detail"].startswith("Not the same face as me: ")
    assert notes["stays_open"] is True


def test_a_face_marked_as_another_persons_is_refused_until_that_is_undone(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    enrol_eileen(tmp_path)
    change_settings(tmp_path / "settings.json", timeout_s=3.0, detection_threshold=0.0)

    notes = play("attempt_and_correct", tmp_path, environment)

    assert notes["done"] == "This face is refused from now on. me is verified as before."
    assert notes["still"] == ["Verified", "Next attempt (space bar)"]
    assert notes["undone"] == ["Not verified", 0]
    assert notes["refused"].startswith("You marked this face as another person.")


def test_in_a_small_window_with_large_text_the_next_step_stays_in_view(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    enrol_eileen(tmp_path)
    change_settings(tmp_path / "settings.json", timeout_s=3.0)

    notes = play("attempt_in_a_small_window", tmp_path, environment)

    moments = ("ended", "beside a notice", "corrected", "begun", "lost", "scrolled")
    assert [notes[name] for name in moments] == [[True, True]] * len(moments)
    assert notes["share"] > 0.6


def test_the_wrong_face_is_not_verified(tmp_path: Path, environment: dict[str, str]) -> None:
    enrol_eileen(tmp_path)

    notes = play("meet_a_stranger", tmp_path, environment, camera="demo:grace")

    assert notes["verified"] == 0
    assert notes["detail"].startswith("Not the same face as me: ")


def test_the_histogram_shows_no_references_that_are_gone_or_another_persons(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    enrol_eileen(tmp_path)

    notes = play("lose_the_references", tmp_path, environment)

    bars, legend = notes["of me"]
    assert (any(bars), legend) == (True, 1)
    assert notes["of Ann"] == notes["of nobody"] == [[], 0]
    assert notes["strangers"] is True


def test_thresholds_act_at_once_and_can_be_reset(tmp_path: Path, environment: dict[str, str]) -> None:
    enrol_eileen(tmp_path)

    notes = play("drag_thresholds", tmp_path, environment)

    assert (notes["after_drag"], notes["verification_after_drag"]) == (1.0, None)
    assert notes["words"].startswith("A reference matches above 1.")
    assert 0.9999 < notes["after_key"] < 1
    assert notes["after_reset"] is None


def test_a_level_replaces_other_levels_and_custom_thresholds(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    notes = play("choose_levels", tmp_path, environment)

    assert notes["after_choice"] == ["convenient", ["convenient"]]
    assert "About 1 in 1" in notes["words"]
    assert notes["after_other_bar"] == [None, ["convenient"]]
    assert notes["after_drag"] == [True, []]
    assert notes["after_return"] == [None, ["balanced"]]


def test_a_level_that_the_model_was_not_measured_for_cannot_be_chosen(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    enrol_eileen(tmp_path)
    use_model_without_calibration(tmp_path / "models")
    change_settings(tmp_path / "settings.json", level=Level.STRICT)

    notes = play("lack_a_level", tmp_path, environment)

    assert notes["rates"] == ["1 in 99,000"]
    assert (
        notes["words"]
        == "Strict is not available with this model, so no face is verified. Choose another level."
    )
    assert notes["verified"] == 0


def test_pictures_are_upright_and_the_box_is_mirrored_with_them(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    bgr = np.full((251, 333, 3), 90, np.uint8)
    bgr[:125, :166] = (0, 0, 255)
    (tmp_path / "pictures").mkdir()
    for number in range(4):
        cv2.imwrite(str(tmp_path / "pictures" / f"{number}.png"), bgr)

    notes = play("look_at_a_picture", tmp_path, environment, camera=str(tmp_path / "pictures"))

    left, top, width, height = notes["area"]
    for name, red, boxed in (("plain", 0.25, 0.05), ("mirrored", 0.75, 0.95)):
        shot = cv2.imread(str(next(tmp_path.glob(f"{name}*.png"))))
        colours = {
            (across, down): tuple(shot[round(top + down * height), round(left + across * width)].tolist())
            for across in (0.25, 0.75)
            for down in (0.25, 0.75)
        }
        assert [place for place, colour in colours.items() if colour == (0, 0, 255)] == [(red, 0.25)]
        assert list(colours.values()).count((90, 90, 90)) == 3
        x, y = round(left + boxed * width), round(top + 0.08 * height)
        assert shot[y, x - 2 : x + 3, 1].max() > 150, "No side of the green box is there."


def test_keys_keep_crops_and_a_negative_of_the_person_is_questioned(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    enrol_eileen(tmp_path)

    notes = play("collect_by_keys", tmp_path, environment)

    kept = {path.parent.name for path in (tmp_path / "people" / "me").rglob("*.jpg")}
    assert kept > {"anchor", "negative", "positive"}
    assert notes["doubt"].startswith("This negative looks like me (")
    assert notes["undo_words"] == ""
    assert {"Kept as an anchor.", "Kept as a positive."} <= set(notes["notices"])


def test_buttons_keep_and_capture_crops(tmp_path: Path, environment: dict[str, str]) -> None:
    notes = play("collect_by_buttons", tmp_path, environment)

    me = tmp_path / "people" / "me"
    assert len(list((me / "anchor").glob("*.jpg"))) >= 1
    assert len(list((me / "positive").glob("*.jpg"))) == 10
    assert notes["said before"] == ""
    assert notes["missing"].endswith(" of 10")
    assert notes["progress"] == "10 positives captured."
    assert notes["hints"][0].startswith("Capturing negatives: ")
    assert notes["hints"][1] == "", "The window is too low for a hint that is no instruction."
    assert 0 < len(list((me / "negative").glob("*.jpg"))) < 300


def test_a_person_is_added_imported_from_photographs_and_cleared(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    write_portrait(tmp_path / "photographs" / "face.jpg", "grace")
    write_portrait(tmp_path / "photographs" / "wall.jpg", "none")

    notes = play("manage_people", tmp_path, environment)

    assert notes["people"] == ["Ann q"] or notes["people"] == ["Ann q", "me"]
    assert notes["imported"].startswith(
        "1 reference enrolled for Ann q. 1 left out. wall.jpg: No face was found in it."
    )
    assert notes["question"] == "The collected crops are kept. You can undo this until you quit."
    assert notes["kept"] == 1
    assert notes["looks"] == ["glasses"]


def test_a_camera_that_is_missing_can_be_replaced_and_retried(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    write_portrait(tmp_path / "portrait.jpg", "grace")

    notes = play("choose_camera", tmp_path, environment, camera=str(tmp_path / "gone"))

    assert "gone" in notes["banner"]
    assert notes["headline"] == "No picture"
    assert notes["ended"] == "The recording has ended."


def test_the_window_shows_no_secret_of_a_cameras_address(tmp_path: Path, environment: dict[str, str]) -> None:
    camera = "http://ann:secret@127.0.0.1:9/cgi?user=ann&pwd=secret"
    notes = play("hide_the_secret", tmp_path, environment, camera=camera)
    assert "secret" not in json.dumps(notes)
    assert (notes["field"], notes["hint"]) == ("", "http://127.0.0.1:9/***")


def test_a_camera_can_be_rotated(tmp_path: Path, environment: dict[str, str]) -> None:
    notes = play("rotate_the_camera", tmp_path, environment)

    assert notes["rotate"] == 180
    assert json.loads((tmp_path / "settings.json").read_text())["rotate"] == 180


def test_a_person_whom_another_process_deletes_is_no_longer_verified(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    enrol_eileen(tmp_path)

    notes = play("delete_the_person", tmp_path, environment)

    assert notes["action"] == "Enrol references"


def test_a_frozen_or_unplugged_camera_never_verifies_and_recovers(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    enrol_eileen(tmp_path)

    notes = play("lose_sight", tmp_path, environment)

    assert "same picture" in notes["frozen"][0]
    assert notes["unplugged"][0].endswith("close other programs that use it.")
    assert {notes["frozen"][1], notes["unplugged"][1]} == {"Camera problem"}
    assert notes["pictures"] is False


def test_mouse_and_keys_of_the_desktop_work(tmp_path: Path, environment: dict[str, str]) -> None:
    if "DISPLAY" not in environment or not shutil.which("xdotool"):
        pytest.skip("xdotool is not installed, or there is no X display for it.")
    command = [
        sys.executable,
        "-m",
        "tests.app.gui.window_driver",
        "receive_desktop_input",
        str(tmp_path),
        "demo",
    ]
    with subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, text=True) as played:
        assert played.stdout
        x, y = json.loads(played.stdout.readline())
        for action, answer in ((f"mousemove {x} {y} click 1", "clicked"), ("key q", "back"), ("key q", "")):
            subprocess.run(["xdotool", *action.split()], env=environment, check=True)
            if answer:
                assert played.stdout.readline().strip() == answer
        notes = json.loads(played.stdout.read())

    assert "error" not in notes, notes
    assert (notes["exit_code"], notes["threads"]) == (0, [])


def test_without_a_display_the_error_says_so(tmp_path: Path) -> None:
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"}
    bare = {name: value for name, value in os.environ.items() if name not in hidden}
    if not sys.platform.startswith("linux"):
        pytest.skip("Only Linux runs without a display.")
    for variables in (bare, {**bare, "DISPLAY": ":6000"}):
        command = [
            sys.executable,
            "-m",
            "tests.app.gui.window_driver",
            "go_everywhere_by_keys",
            str(tmp_path),
            "demo",
        ]
        ended = subprocess.run(
            command, cwd=PROJECT, env=variables, capture_output=True, text=True, timeout=60
        )

        assert json.loads(ended.stdout)["exit_code"] == 3
        assert ended.stderr.strip() == NO_DISPLAY


def test_a_window_larger_than_the_display_shrinks_to_fit(tmp_path: Path) -> None:
    if not has_xvfb() or not shutil.which("jwm"):
        pytest.skip("Xvfb or the window manager jwm is not installed.")
    with (
        virtual_display("800x600") as environment,
        subprocess.Popen(["jwm"], env=environment, stderr=subprocess.DEVNULL) as window_manager,
    ):
        try:
            notes = play("fit_a_small_display", tmp_path, {**environment, **LIGHT})
        finally:
            window_manager.terminate()

    width, height = notes["size"]
    assert width <= 800 and height <= 600


def test_a_minimised_window_seldom_refreshes_until_it_is_restored(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    notes = play("minimise_and_restore", tmp_path, environment)

    hidden, few = notes["on_minimize"]
    seen, many = notes["on_restore"]
    assert (hidden, seen) == (True, False)
    assert few < CLOCK_TICKS / 2 < many


def test_freed_memory_returns_to_the_system_periodically_and_after_changes(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    notes = play("trim_memory", tmp_path, environment)
    assert [notes[name] for name in ("page", "camera")] == [1, 1]


def test_each_kind_of_texture_is_drawn_before_the_window_is_in_use(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    """Software OpenGL compiles a program for each format, and each side that is a power of two or not."""
    kinds = play("draw_textures_at_first", tmp_path, environment)["kinds"]
    powers = {(form, *(side.bit_count() == 1 for side in size)) for form, *size in kinds}
    assert powers == set(product(("rgba", "rgb"), (True, False), (True, False)))


def test_a_screen_that_was_left_keeps_no_picture_of_the_camera_and_loads_no_network(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    enrol_eileen(tmp_path)
    notes = play("leave_screens", tmp_path, environment)
    assert len(notes["previews"]) == 5
    assert all(notes["previews"])
    assert notes["surfaces"] == 0
    assert notes["networks"] == 0
