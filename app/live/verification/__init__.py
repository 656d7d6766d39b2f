"""Compare live faces with the stored ones, keep a history of attempts, and let the user correct them."""
