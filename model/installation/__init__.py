"""How Sameface is installed, and the commands that start it."""
