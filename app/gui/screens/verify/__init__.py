"""The Verify screen."""
