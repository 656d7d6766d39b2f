"""Collected crops in words: goals and warnings."""
