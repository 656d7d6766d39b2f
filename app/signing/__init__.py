"""Model bundles as signed files: sign them, check them, install them."""
