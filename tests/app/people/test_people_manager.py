from pathlib import Path

import pytest

from app.audit.audit_log import AuditLog
from app.lockout.try_limiter import TryLimiter
from app.people.people_manager import PeopleManager
from app.storage.errors import StoreError
from app.storage.people import people_in
from model.runtime.bundle import SHIPPED_BUNDLE, load_bundle
from tests.support.fakes import sharp_image

PASSPHRASE = "correct horse battery"


def manager_at(root: Path) -> PeopleManager:
    root.mkdir(exist_ok=True)
    audit = AuditLog(root / "audit.jsonl")
    return PeopleManager(root / "people", lambda: load_bundle(SHIPPED_BUNDLE), TryLimiter(root), audit)


@pytest.mark.slow
def test_exported_people_can_be_imported_elsewhere(tmp_path: Path) -> None:
    here, there = manager_at(tmp_path / "here"), manager_at(tmp_path / "there")
    here.references.enrol("Ada", [sharp_image(), sharp_image(90)])

    here.export(tmp_path / "people.sameface", PASSPHRASE)

    undo, added = there.add_archive(there.open_archive(tmp_path / "people.sameface", PASSPHRASE))
    assert added == there.references.paths("Ada")
    assert len(added) == 2
    undo()
    assert people_in(there.folder) == []


def test_a_person_with_failed_attempts_cannot_be_renamed(tmp_path: Path) -> None:
    people = manager_at(tmp_path / "here")
    people.references.enrol("Ada", [sharp_image()])
    TryLimiter(tmp_path / "here").begin("Ada")

    for rename in (people.check_name, people.rename):
        with pytest.raises(StoreError, match="failed attempts that are still counted"):
            rename("Ada", "Grace")

    assert people_in(people.folder) == ["Ada"]
