"""Pure rules of sales: no database."""
