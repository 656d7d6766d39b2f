"""Fit the similarity head on frozen embeddings."""
