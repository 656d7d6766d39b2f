"""The student: its start, its translation from Keras to PyTorch, and its averaged weights."""
