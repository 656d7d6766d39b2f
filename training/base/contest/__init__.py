"""Networks side by side on LFW's View 1 dev-test people, with clean pictures and with degraded ones."""
