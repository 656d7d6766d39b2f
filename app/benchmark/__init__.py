"""Measure speed, memory and start-up on this machine."""
