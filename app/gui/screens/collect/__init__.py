"""The Collect screen."""
