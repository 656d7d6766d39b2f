"""Labelled crops: augmentation, degradations, webcams, occlusion, pairs, batches and caches."""
