"""Verify a person without a window, and tell other programs what happens."""
