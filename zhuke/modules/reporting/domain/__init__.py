"""Calculations of reports that need no database."""
