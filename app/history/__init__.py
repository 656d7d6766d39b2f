"""The history of attempts in the window, which the user may filter, export and erase."""
