"""Collect crops and references of a person."""
