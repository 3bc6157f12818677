"""What may be asked of expense claims without a database."""
