"""Write an evaluation as an HTML page with plots, and as JSON."""
