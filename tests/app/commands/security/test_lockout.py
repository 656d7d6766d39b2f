"""Failed attempts in the terminal: counted, limited, unlocked, recorded."""

import json

import pytest

from app.cli import main
from app.lockout.failure_file import FailureLog, encode_failures
from app.lockout.policy import FREE_FAILURES, MAX_FAILURES, FailureRecord
from app.lockout.try_limiter import FILE, TryLimiter
from app.lockout.uptime import read_uptime
from app.references.reference_store import ReferenceStore
from app.system.exit_codes import Exit
from model.vision.alignment import align
from model.vision.image_file import read_image_file
from model.vision.mtcnn import MtcnnFinder
from tests.support.portraits import COLLINS, HOPPER


@pytest.fixture
def data(tmp_path):
    portrait = read_image_file(COLLINS.path)
    crop = align(portrait, MtcnnFinder().find(portrait)[0].landmarks)
    ReferenceStore(tmp_path / "data" / "people").enrol("ada", [crop])
    return tmp_path / "data"


@pytest.fixture
def run(data, capsys):
    def go(*arguments: object) -> tuple[int, str]:
        code = main([*map(str, arguments), "--data", str(data), "--person", "ada"])
        return code, capsys.readouterr().out

    return go


def failed(data, count: int) -> None:
    limiter = TryLimiter(data, uptime=read_uptime)
    for _ in range(count):
        limiter.begin("ada")


def test_a_failure_counts_and_a_success_forgets_it(run) -> None:
    assert run("verify", "--image", HOPPER.path)[0] == Exit.NOT_VERIFIED
    assert run("lockout")[1] == "ada: 1 failed attempt. 4 attempts left before you have to wait.\n"
    assert run("verify", "--image", COLLINS.path)[0] == Exit.VERIFIED
    assert run("lockout", "status")[1] == "ada: no failed attempts.\n"


def test_after_five_failures_even_the_person_waits(run, data) -> None:
    failed(data, FREE_FAILURES)
    code, output = run("verify", "--image", COLLINS.path, "--json")
    answer = json.loads(output)
    assert (code, answer["verified"]) == (Exit.COULD_NOT, False)
    assert answer["reason"].startswith("5 failed attempts for ada. Try again in ")
    assert run("audit")[1].endswith("ada  locked out\n")


def test_photographs_of_others_cost_no_try(run, data, tmp_path) -> None:
    failed(data, FREE_FAILURES)
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").write_bytes(COLLINS.path.read_bytes())
    photos = ("--references", tmp_path / "photos")
    assert run("verify", "--image", HOPPER.path, *photos)[0] == Exit.NOT_VERIFIED
    assert run("verify", "--image", COLLINS.path, *photos)[0] == Exit.VERIFIED


def test_the_owner_unlocks(run, data) -> None:
    record = FailureRecord(MAX_FAILURES, read_uptime())
    (data / FILE).write_bytes(encode_failures(FailureLog().with_record("ada", record)))
    assert "is locked after 50 failed attempts" in run("verify", "--image", COLLINS.path)[1]
    assert run("lockout", "unlock") == (Exit.DONE, "ada: no failed attempts.\n")
    assert run("verify", "--image", COLLINS.path)[0] == Exit.VERIFIED


def test_invalid_names_are_refused(run, data, capsys) -> None:
    assert main(["lockout", "unlock", "--data", str(data), "--person", "../x"]) == Exit.USAGE
