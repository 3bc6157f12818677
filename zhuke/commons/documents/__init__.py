"""Documents as PDF: ``compile_pdf`` of a module's own template, in the style and the font of the house."""

from .pdf import compile_pdf

__all__ = ["compile_pdf"]
