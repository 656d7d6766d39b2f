"""A camera that animates a portrait."""
