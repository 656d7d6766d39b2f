"""Labeled Faces in the Wild: find it, download it, read its protocols, and cut its crops."""
