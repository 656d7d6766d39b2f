"""Fuzz targets: every reader of external data accepts it, or refuses it as documented."""
