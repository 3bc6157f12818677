"""The job of models."""

from procrastinate.contrib.django import app


@app.task(name="bim.convert", queue="slow", lock="bim.convert")
def convert(version_id: str) -> str:
    """Convert an uploaded file; one at a time, since each may take gigabytes."""
    from .services import conversion

    return conversion.convert(version_id)
