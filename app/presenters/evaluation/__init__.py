"""Trainings and evaluations, what they report, in words."""
