"""From a bank's file to receipts: reading, proposing, deciding."""
