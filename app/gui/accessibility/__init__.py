"""Describe the window to screen readers."""
