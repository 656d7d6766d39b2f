"""Verify on request of other programs of the same user, with networks that stay loaded."""
