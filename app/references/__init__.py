"""References, the pictures that a live face is compared with, and their embeddings."""
