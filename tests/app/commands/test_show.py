import shutil

import cv2
import numpy as np
import pytest

from app.camera.demo.camera import Placement, SceneRenderer
from app.cli import main
from app.storage.crop_store import CropKind, CropStore
from app.system.exit_codes import Exit
from tests.app.test_cli import modules_after
from tests.support.portraits import COLLINS, HOPPER, NEAR
from tests.support.synthetic_people import pictures_of, write_lfw


@pytest.fixture(scope="module")
def photographs(tmp_path_factory):
    """Three photographs each of two people."""
    folder = tmp_path_factory.mktemp("photographs")
    for portrait in (COLLINS, HOPPER):
        renderer = SceneRenderer((Placement(portrait, NEAR),), seed=0)
        (folder / portrait.person).mkdir()
        for number in range(3):
            bgr = cv2.cvtColor(renderer.render(40 * number), cv2.COLOR_RGB2BGR)
            (folder / portrait.person / f"{number}.png").write_bytes(cv2.imencode(".png", bgr)[1].tobytes())
    return folder


@pytest.fixture
def show(tmp_path, capsys):
    def run(*arguments: object) -> tuple[int, str, str]:
        code = main(["show", *map(str, arguments), "--data", str(tmp_path / "data")])
        said = capsys.readouterr()
        return code, said.out.strip(), said.err

    return run


def drawn(path: object) -> np.ndarray:
    return cv2.imread(str(path))


@pytest.mark.slow
@pytest.mark.parametrize("what", ["pairs", "embeddings"])
def test_the_picture_is_in_the_reports_folder_and_its_path_is_printed(show, photographs, tmp_path, what):
    code, said, _ = show(what, "--people", photographs)
    assert code == Exit.DONE
    assert said == str(tmp_path / "data" / "reports" / f"show-{what}.png")
    assert drawn(said).shape[1] > 1000
    assert [path.name for path in (tmp_path / "data" / "reports").iterdir()] == [f"show-{what}.png"]


@pytest.mark.slow
def test_one_face_is_compared_with_many(show, photographs, tmp_path):
    file = tmp_path / "line-up.png"
    code, said, _ = show("pairs", "--people", photographs, "--anchor", HOPPER.path, "--out", file)
    assert (code, said) == (Exit.DONE, str(file))
    assert drawn(file) is not None


@pytest.mark.slow
def test_augmentation_needs_no_crops_and_the_seed_decides(show, tmp_path):
    one, again, other = (tmp_path / f"{name}.png" for name in ("one", "again", "other"))
    for file, seed in ((one, 0), (again, 0), (other, 1)):
        assert show("augment", "--out", file, "--seed", seed)[0] == Exit.DONE
    np.testing.assert_array_equal(drawn(one), drawn(again))
    assert (drawn(one) != drawn(other)).any()


@pytest.mark.slow
def test_strangers_get_the_style_of_a_persons_camera(show, photographs, tmp_path):
    store = CropStore(tmp_path / "data" / "people")
    for crop in pictures_of(1, 5):
        store.save("ada", CropKind.ANCHOR, crop)
    heights = []
    for sources in ([], ["--people", photographs], ["--people", photographs, "--limit", 1]):
        code, said, _ = show("twins", "--person", "ada", *sources)
        assert (code, said) == (Exit.DONE, str(tmp_path / "data" / "reports" / "show-twins.png"))
        heights.append(drawn(said).shape[0])
    assert len(set(heights)) == 1


@pytest.mark.slow
def test_the_architecture_is_drawn(show, tmp_path):
    code, said, _ = show("architecture")
    assert code == Exit.DONE
    assert drawn(said).shape[0] > 1000


WRONG = {
    "no crops": (["pairs"], Exit.COULD_NOT, "me has no crops. Collect some"),
    "no crops of the one named": (["embeddings", "--person", "eve"], Exit.COULD_NOT, "eve has no crops"),
    "no crops to measure a camera by": (["twins", "--people", "{one}"], Exit.COULD_NOT, "me has no crops"),
    "name that is none": (["pairs", "--person", "../eve"], Exit.USAGE, "cannot be a person's name"),
    "no such folder": (["pairs", "--people", "nowhere"], Exit.USAGE, "There is no folder nowhere"),
    "a file for a folder": (["pairs", "--people", "{notes}"], Exit.USAGE, "is not a folder"),
    "empty folder": (
        ["pairs", "--people", "{empty}"],
        Exit.COULD_NOT,
        "Put photographs there in a folder for",
    ),
    "no LFW": (["embeddings", "--lfw", "{empty}"], Exit.USAGE, "There are no LFW pictures"),
    "text for a photograph": (["pairs", "--anchor", "{notes}"], Exit.USAGE, "is not a picture"),
    "photograph of nobody": (["pairs", "--anchor", "{blank}"], Exit.COULD_NOT, "No face was found in"),
    "one person": (["pairs", "--people", "{one}"], Exit.COULD_NOT, "All crops show Eileen Collins"),
    "one person on a map": (["embeddings", "--people", "{one}"], Exit.COULD_NOT, "A map needs two people"),
    "nowhere to write": (["augment", "--out", "{notes}/x.png"], Exit.COULD_NOT, "Could not save a picture"),
}


@pytest.mark.parametrize(("arguments", "code", "sentence"), WRONG.values(), ids=WRONG)
def test_a_picture_that_cannot_be_drawn_is_an_error_in_one_sentence(
    show, photographs, tmp_path, arguments, code, sentence
):
    places = {name: tmp_path / name for name in ("notes", "empty", "blank", "one")}
    places["empty"].mkdir()
    places["notes"].write_text("no picture")
    places["blank"].write_bytes(cv2.imencode(".png", np.full((300, 300, 3), 90, np.uint8))[1].tobytes())
    shutil.copytree(photographs / "Eileen Collins", places["one"] / "Eileen Collins")
    received, said, told = show(*(argument.format(**places) for argument in arguments))
    assert (received, said) == (code, "")
    assert sentence in told


USAGE = {
    "nothing named": [],
    "unknown picture": ["mona-lisa"],
    "no pairs at all": ["pairs", "--limit", "0"],
    "another kind of file": ["augment", "--out", "picture.jpg"],
    "unknown network": ["architecture", "--network", "resnet"],
}


@pytest.mark.parametrize("arguments", USAGE.values(), ids=USAGE)
def test_wrong_usage_ends_with_2(arguments):
    with pytest.raises(SystemExit) as end:
        main(["show", *arguments])
    assert end.value.code == Exit.USAGE


def test_people_of_lfw_without_a_detected_face_are_an_error(show, tmp_path):
    write_lfw(tmp_path / "lfw", train=["Ann", "Bob"], test=["Cid", "Dan"])
    code, _, told = show("pairs", "--lfw", tmp_path / "lfw")
    assert code == Exit.COULD_NOT
    assert "No face was found in" in told
    assert "4 pictures" in told


@pytest.mark.slow
def test_pictures_of_faces_never_import_tensorflow(photographs, tmp_path):
    given = ["show", "embeddings", "--people", str(photographs), "--data", str(tmp_path)]
    modules = modules_after(f"from app.cli import main\nassert main({given!r}) == 0")
    assert modules.isdisjoint({"tensorflow", "keras", "mtcnn"})
    assert "matplotlib" in modules
