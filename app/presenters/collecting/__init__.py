"""Collected crops in words: goals and doubts."""
