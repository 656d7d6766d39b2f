"""Retrain a model for one person."""
