"""Files on disk: atomic writes, JSON, the folders of people, and error messages about files."""
