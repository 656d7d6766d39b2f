"""Run a model bundle: its card, its networks and its similarity head."""
