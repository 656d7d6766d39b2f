"""Error rates, thresholds and their confidence intervals, from similarities."""
