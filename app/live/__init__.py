"""Judge frames while they arrive, and control the window's work."""
