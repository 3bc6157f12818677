"""What needs no database: amounts and their writing in capitals."""
