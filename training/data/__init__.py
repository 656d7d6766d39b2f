"""Crops with names: LFW, a person's own, augmentation, pairs, batches and hard negatives."""
