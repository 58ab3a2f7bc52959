"""Codes: projected, and mapped so that neighbours stay together."""
