"""Learning one person's face, and whether what was learned may take the place of the model in use."""
