"""The data folder: people, crops, references, models and settings."""
