"""Compare a face with references and with counter-examples."""
