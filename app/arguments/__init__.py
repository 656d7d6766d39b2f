"""The options of each command; its help needs no package."""
