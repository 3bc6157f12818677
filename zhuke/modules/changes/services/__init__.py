"""What may be done with change requests."""
