"""Progress, cancellation and time left of a long job."""
