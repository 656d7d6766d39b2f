"""Score a list of pairs of any length."""
