"""Verbs of effort."""
