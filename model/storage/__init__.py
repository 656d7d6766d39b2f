"""Files on disk: atomic writes, JSON, the layout of people, and what can go wrong with them in words."""
