"""Kills, full disks, two processes, long runs."""
