"""Choose the liveness checks for a camera and a security level, and say what they ask for."""
