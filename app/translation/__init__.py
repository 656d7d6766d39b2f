"""Translate the window's words."""
