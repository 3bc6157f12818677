"""What collection does: every change of its records begins here."""
