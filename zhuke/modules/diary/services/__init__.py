"""Verbs of the diary."""
