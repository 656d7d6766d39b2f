"""Shared by several tests: fakes, portraits, bundles, strategies."""
