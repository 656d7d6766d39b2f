"""Write files and folders so that a crash leaves the old state or the new one."""
