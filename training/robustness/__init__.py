"""Compare networks on LFW, with clean pictures and with degraded ones."""
