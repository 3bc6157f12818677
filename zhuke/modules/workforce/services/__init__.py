"""Verbs of the pool."""
