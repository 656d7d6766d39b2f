"""Judging a bundle on pictures, and telling how good it is: ``python main.py evaluate``."""
