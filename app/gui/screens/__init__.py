"""The pages of the window, each with its layout."""
