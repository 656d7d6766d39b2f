"""Lists that grow over several frames."""
