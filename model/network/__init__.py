"""Keras layers, losses and networks, and their export to a bundle."""
