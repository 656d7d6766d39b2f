import os
import sys
from pathlib import Path

import pytest

from app.camera.devices import webcams, why_closed


def test_a_system_that_does_not_tell_has_no_list() -> None:
    assert webcams("win32") is webcams("darwin") is None


def test_a_webcam_that_is_there_is_probably_in_use(tmp_path: Path) -> None:
    (tmp_path / "video0").write_text("")
    assert "Another program" in why_closed(0, tmp_path)
    assert why_closed(1, tmp_path) == ""


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="Nothing is forbidden here")
def test_one_that_may_not_be_used_says_who_may(tmp_path: Path) -> None:
    (tmp_path / "video0").touch(mode=0)
    assert "become a member of its group" in why_closed(0, tmp_path)
