"""Measure a network for its model card."""
