"""Benchmarks: each prints a table and says what it was measured against. Targets live here."""
