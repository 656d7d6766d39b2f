"""Words about people and their references."""
