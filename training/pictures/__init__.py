"""Pictures that let a person see the crops, the augmentation, the network and its embeddings."""
