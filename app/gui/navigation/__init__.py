"""Reach every screen and control of the window: menu, keys and help."""
