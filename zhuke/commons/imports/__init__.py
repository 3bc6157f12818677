"""Import of tables that people made: reading, cleaning, matching, trying, writing and undoing."""
