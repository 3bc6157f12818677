"""Writing, submitting, paying expense claims."""
