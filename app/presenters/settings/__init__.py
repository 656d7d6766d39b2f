"""The settings that the user can choose, with their words."""
