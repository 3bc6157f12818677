"""Real outside files, when they lie beside the checkout; tests that need them stay meaningful without them through written samples."""

from pathlib import Path

SHARED = Path(__file__).resolve().parents[6] / "shared" / "data"


def shared(*parts: str) -> Path | None:
    """A file of the outside material, or None where it is not present."""
    path = SHARED.joinpath(*parts)
    return path if path.exists() else None
