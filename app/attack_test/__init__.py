"""Test the liveness checks with the user's own attacks, and report their error rates."""
