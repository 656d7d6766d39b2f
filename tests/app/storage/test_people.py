import pytest

from app.cli import main
from app.storage.errors import StoreError
from app.storage.people import PersonNameError, checked_person_name, delete_person, people_in
from app.system.exit_codes import Exit

NAMES = ["ada", "Ada Lovelace", "Жанна", "李小龙", "أمل", "नेहा", "Zoë-2_b", "7", "A" * 60]
NAMES += ["O'Brien", "D’Arcy", "Dr. Smith", "J. R. R. Tolkien", "ジョン・スミス", "Gal·la"]


@pytest.mark.parametrize("name", NAMES)
def test_names_of_any_script_are_kept(name):
    assert checked_person_name(name) == name


def test_outer_spaces_go_and_the_same_letters_are_the_same_name():
    assert checked_person_name("  ada ") == "ada"
    assert checked_person_name("Zoe\u0308") == checked_person_name("Zoë")


def test_dots_at_the_end_go_as_windows_would_drop_them_from_the_folder():
    assert checked_person_name("Martin Luther King Jr.") == "Martin Luther King Jr"
    assert checked_person_name("ada. . ") == "ada"


REFUSED = {
    "nothing": "",
    "only spaces": "   ",
    "parent folder": "..",
    "path": "../ada",
    "absolute path": "/etc",
    "Windows path": "C:\\x",
    "hidden file": ".ada",
    "option": "-rf",
    "line break": "ada\nbob",
    "zero byte": "ada\0",
    "quotation mark": 'ada"',
    "pictogram": "ada🙂",
    "pictogram alone": "😀",
    "name in a folder": "ada/anchor",
    "dot before": "./ada",
    "network path": "\\\\host\\share",
    "stream of a file": "ada:stream",
    "half a character": "ada\ud800",
    "home": "~root",
    "wildcard": "a*a",
    "tabulator": "ada\tb",
    "far too long": "A" * 300,
    "long in bytes": "李" * 100,
    "direction mark": "ada\u202e",
    "too long": "A" * 61,
    "Windows device": "con",
    "Windows port": "Com7",
    "Windows printer": "lpt1",
    "Windows device among spaces": "  nul ",
    "Windows device with a suffix": "nul.txt",
    "Windows device before a dot": "Con .x",
    "Windows device with a dot at the end": "AUX.",
    "dots alone": "...",
    "apostrophe first": "'ada",
}


@pytest.mark.parametrize("name", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_a_folder_is_refused_with_the_rule(name):
    with pytest.raises(PersonNameError) as error:
        checked_person_name(name)
    assert repr(name) in str(error.value)
    assert "Use letters" in str(error.value) or "Choose another" in str(error.value)


@pytest.mark.parametrize(
    "verb", [["collect", "--anchors", "1", "--camera", "demo"], ["enrol"], ["verify"], ["train"]]
)
@pytest.mark.parametrize("name", REFUSED.values(), ids=REFUSED)
def test_no_command_takes_such_a_name(tmp_path, capsys, verb, name):
    assert main([*verb, f"--person={name}", "--data", str(tmp_path)]) == Exit.USAGE
    said = capsys.readouterr()
    assert "Use letters" in said.out + said.err or "Choose another" in said.out + said.err
    assert not (tmp_path / "people").exists()
    assert not (tmp_path / "models").exists()


def test_people_are_the_folders_with_a_persons_name(tmp_path):
    for name in ("bob", "ada", ".hidden", "dot.at.the.end."):
        (tmp_path / name).mkdir()
    (tmp_path / "file").write_text("")
    assert people_in(tmp_path) == ["ada", "bob"]


def test_a_missing_folder_contains_no_people(tmp_path):
    assert people_in(tmp_path / "gone") == []


def test_a_person_is_deleted_completely_and_no_other_is(tmp_path):
    for name in ("ada", "bob"):
        (tmp_path / name / "anchor").mkdir(parents=True)
        (tmp_path / name / "anchor" / "1.jpg").write_text("")
    delete_person(tmp_path, "ada")
    delete_person(tmp_path, "ada")
    assert people_in(tmp_path) == ["bob"]


@pytest.mark.parametrize("name", ["..", ".", "", "ada/.."])
def test_nothing_outside_is_deleted(tmp_path, name):
    people = tmp_path / "people"
    (people / "ada").mkdir(parents=True)
    with pytest.raises(PersonNameError):
        delete_person(people, name)
    assert people_in(people) == ["ada"]


def test_a_failed_deletion_is_an_error(tmp_path):
    (tmp_path / "ada").write_text("a file where a folder should be")
    with pytest.raises(StoreError, match="Could not delete"):
        delete_person(tmp_path, "ada")
