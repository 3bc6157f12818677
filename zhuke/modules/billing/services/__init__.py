"""What may be done with money that is owed and money that moves."""
