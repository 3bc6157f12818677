"""The rules of customer data as plain Python: no database, no framework, no clock of their own."""
