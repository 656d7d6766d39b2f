"""The options of the commands that protect."""
