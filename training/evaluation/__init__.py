"""Judge a bundle on a protocol: compare, choose thresholds, count errors."""
