"""Measurements on recordings and public face data, run by hand."""
