"""Explain why a recording or a stream gives no video."""
