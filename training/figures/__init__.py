"""Pictures of crops, pairs, augmentation, networks and embeddings."""
