"""Encrypt the faces in the data folder, and keep the key apart from them."""
