"""Text for the terminal: standard output and standard error, and counts in words."""
