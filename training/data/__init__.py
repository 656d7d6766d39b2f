"""Labelled crops: augmentation, degradations, pairs, batches, hard negatives and caches."""
