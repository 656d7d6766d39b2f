"""Colours, geometry, shapes and textures."""
