"""Calculations without a database."""
