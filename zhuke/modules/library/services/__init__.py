"""Verbs of documents: the only code that changes their state."""
