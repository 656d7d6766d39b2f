"""The first run: enrol a person with guidance."""
