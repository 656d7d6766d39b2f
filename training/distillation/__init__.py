"""Distil teacher networks into the shipped embedding; see docs/recipe.md."""
