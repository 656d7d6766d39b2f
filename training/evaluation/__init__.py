"""Evaluate a bundle by a protocol: compare pairs, select thresholds, measure errors."""
