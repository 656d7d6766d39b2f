"""Sentences for people: written in English, and translatable where they are shown."""
