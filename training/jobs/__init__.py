"""Long jobs in a terminal: arguments, progress, cancellation, remaining time and exit codes."""
