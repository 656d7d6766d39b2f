"""The operating system: signals, exit codes, logging, memory, subprocesses."""
