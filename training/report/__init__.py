"""Write an evaluation as a page, plots and JSON."""
