"""What several tests share: fakes, portraits, bundles, strategies."""
