"""The screens of the window, each with its layout."""
