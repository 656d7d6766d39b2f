"""How long a person must be out of sight to have left."""

LEAVE_AFTER_S = 10.0
"""Long enough to look down or away."""
