"""The window as a lamp: light in unpredictable colours must show on the face."""
