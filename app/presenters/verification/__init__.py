"""Words and figures about one attempt to verify."""
