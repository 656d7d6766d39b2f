"""Words and figures for the user, without a display."""
