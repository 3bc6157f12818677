"""What reporting does to its rows."""
