"""Limit failed attempts, as NIST SP 800-63B-4 requires of biometrics."""
