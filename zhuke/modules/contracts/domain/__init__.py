"""Calculations about contracts, without the database."""
