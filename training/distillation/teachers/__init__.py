"""Teacher networks, their published weights, and a cache of their targets."""
