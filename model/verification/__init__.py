"""Decide who is at the camera: compare with references, apply thresholds, count frames."""
