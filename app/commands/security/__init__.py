"""The commands that protect: failed attempts, the audit log, encryption, the daemon."""
