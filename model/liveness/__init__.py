"""Check that a live face, not a photograph or a recording, is in front of the camera."""
