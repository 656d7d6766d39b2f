"""Words for what a training and an evaluation report."""
