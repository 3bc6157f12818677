"""The verbs of quotations and tenders."""
