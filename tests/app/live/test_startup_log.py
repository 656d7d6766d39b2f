import logging

import pytest

from app.live.startup_log import StartupMilestones


def test_each_message_is_logged_once_when_it_has_come_true(caplog: pytest.LogCaptureFixture) -> None:
    true: set[str] = set()
    firsts = StartupMilestones({name: lambda name=name: name in true for name in ("picture", "decision")})
    with caplog.at_level(logging.INFO):
        firsts.watch()
        assert caplog.messages == []
        true.add("picture")
        firsts.watch()
        firsts.watch()
        assert caplog.messages == ["picture"]
        true.add("decision")
        firsts.watch()
    assert caplog.messages == ["picture", "decision"]
