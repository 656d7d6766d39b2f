"""Fixtures of the installed program."""

from tests.app.conftest import environment

__all__ = ["environment"]
