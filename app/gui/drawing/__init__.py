"""Colours, geometry and textures."""
