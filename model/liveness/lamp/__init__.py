"""The window as a lamp: light of secret colours must show on the face."""
