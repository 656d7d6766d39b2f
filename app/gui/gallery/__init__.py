"""Pictures side by side: select, name and remove one."""
