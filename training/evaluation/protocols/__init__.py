"""Sources of comparisons: LFW's View 1 and View 2, a folder of people, a CSV list of pairs."""
