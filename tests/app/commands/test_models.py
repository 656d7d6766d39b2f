import re
import shutil
from pathlib import Path

import pytest

from app.cli import main
from app.references.reference_store import ReferenceStore
from app.references.templates import encode_templates
from app.storage.model_store import SHIPPED, ModelStore
from app.system.exit_codes import Exit
from model.runtime.bundle import CARD, EMBEDDING, SHIPPED_BUNDLE
from tests.support.fakes import FakeEmbedder, sharp_image

OLD, NEW = "20260101-000000-me", "20260202-000000-me"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for name in (OLD, NEW):
        shutil.copytree(SHIPPED_BUNDLE, tmp_path / "models" / name)
    return tmp_path


def models(data: Path, *arguments: str) -> int:
    return main(["models", *arguments, "--data", str(data)])


def current(data: Path) -> str:
    return ModelStore(data / "models").current


def test_all_are_listed_and_the_one_in_use_is_marked(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / "models" / OLD / CARD).write_text("{}")
    assert models(data) == Exit.DONE
    shipped, old, new = capsys.readouterr().out.splitlines()
    assert shipped.startswith(f"* {SHIPPED}  base, 20")
    assert "detection threshold 0." in shipped
    assert old == f"  {OLD}  cannot be read: damaged or in an unknown format"
    assert new.startswith(f"  {NEW}  ")


def test_use_and_roll_back(data: Path) -> None:
    for wish, expected in (
        (["--use", OLD], OLD),
        (["--use", NEW], NEW),
        (["--use", NEW], NEW),
        (["--roll-back"], OLD),
        (["--roll-back"], NEW),
    ):
        assert models(data, *wish) == Exit.DONE
        assert current(data) == expected


def test_it_says_who_must_enrol_again(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    templates = encode_templates([sharp_image()], "another network", FakeEmbedder())
    ReferenceStore(data / "people").enrol_templates("ada", templates)
    assert models(data, "--use", OLD) == Exit.DONE
    assert "Only embeddings of another model are stored of ada. Enrol again" in capsys.readouterr().out
    assert models(data, "--remove", NEW) == Exit.DONE
    assert "Enrol again" not in capsys.readouterr().out


def test_there_is_nothing_to_roll_back_to_at_first(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert models(data, "--roll-back") == Exit.COULD_NOT
    assert "There is no previous model" in capsys.readouterr().err


def test_a_damaged_model_is_not_rolled_back_to(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    models(data, "--use", OLD)
    models(data, "--use", NEW)
    (data / "models" / OLD / EMBEDDING).write_bytes(b"damaged")
    assert models(data, "--roll-back") == Exit.COULD_NOT
    assert "does not match the digest" in capsys.readouterr().err
    assert current(data) == NEW


def test_only_what_is_not_in_use_is_removed(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    models(data, "--use", NEW)
    assert models(data, "--remove", NEW) == Exit.COULD_NOT
    assert "cannot be deleted" in capsys.readouterr().err
    assert models(data, "--remove", OLD) == Exit.DONE
    assert not (data / "models" / OLD).exists()
    assert models(data, "--remove", OLD) == Exit.COULD_NOT
    assert "There is no model" in capsys.readouterr().err


def test_figures_side_by_side(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert models(data, "--compare", SHIPPED, OLD) == Exit.DONE
    heading, *rows = capsys.readouterr().out.splitlines()
    assert heading.split() == [SHIPPED, OLD]
    figures = {what: values for what, *values in (re.split(r"\s{2,}", row) for row in rows)}
    first, second = figures["false match rate on all pairs, detection threshold"]
    assert first == second
    assert "% (" in first
    assert models(data, "--compare", SHIPPED, "none") == Exit.COULD_NOT
    assert "no readable model 'none'" in capsys.readouterr().err


def test_two_actions_at_once_are_a_usage_error(data: Path) -> None:
    with pytest.raises(SystemExit) as end:
        models(data, "--use", NEW, "--roll-back")
    assert end.value.code == Exit.USAGE
