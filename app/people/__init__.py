"""Manage people: rename, delete with undo, name looks, and find references that help or harm."""
