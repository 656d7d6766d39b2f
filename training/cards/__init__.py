"""Evaluate a model for its model card."""
