"""The history of attempts in words."""
