"""What every installation starts with: the declared letter templates."""

from zhuke.kernel.access import Actor

from .services.writing import install_templates


def install(actor: Actor) -> int:
    """Add the templates that were never offered; returns how many."""
    return install_templates(actor)
