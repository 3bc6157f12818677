"""Pure rules of collection: no database."""
