"""Where comparisons come from: LFW View 1 and View 2, a folder of people, a list of pairs."""
