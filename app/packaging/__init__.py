"""Build what people install: the wheel's package, and the folder without Python."""
