"""Words of the first run."""
