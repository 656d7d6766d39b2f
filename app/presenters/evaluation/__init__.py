"""Evaluations and their reports in words."""
