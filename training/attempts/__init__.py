"""Simulate attempts to verify, with webcam frames made from pictures, and measure their error rates."""
