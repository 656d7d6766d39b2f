"""A log of verifications and changes that shows when it was edited or cut short."""
