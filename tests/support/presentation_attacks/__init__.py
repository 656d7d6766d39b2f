"""Simulated presentation attacks on a webcam, made from frames of a person."""
