"""Codes: projected, mapped so that neighbours stay together, grouped, and kept as a file."""
