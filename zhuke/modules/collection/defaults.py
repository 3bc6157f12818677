"""What every installation starts with: the usual dunning ladder."""

from zhuke.kernel.access import Actor

from .services.ladders import install_ladder

DICTIONARIES: dict[str, list[tuple[str, str, str, str]]] = {}


def install(actor: Actor) -> int:
    """Add the ladder where there never was one; returns how many."""
    return install_ladder(actor)
