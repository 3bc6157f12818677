"""Handing a leaver's work over: what there is, who gets it, and moving it."""
