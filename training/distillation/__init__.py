"""Distil teacher networks into the shipped embedding."""
