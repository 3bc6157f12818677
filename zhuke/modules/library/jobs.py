"""Jobs of documents."""

from procrastinate.contrib.django import app

from zhuke.commons.jobs.services import RETRY, running


@app.task(name="library.extract", queue="slow")
def extract(version_id: str) -> str:
    """Take the text out of a version, so that search finds it."""
    from .services import texts

    return texts.extract(version_id)


@app.task(name="library.office", queue="slow", lock="library.office")
def office(version_id: str) -> str:
    """Make a PDF of an Office file, to look at; one at a time, since each takes half a gigabyte."""
    from .services import looking

    return looking.convert(version_id)


@app.task(name="library.bundle", queue="slow", retry=RETRY)
def bundle(job_id: str, documents: list[str], folders: list[str]) -> None:
    """Write one ZIP file."""
    from .services import bundles

    with running(job_id) as progress:
        bundles.write(progress, documents, folders)


@app.task(name="library.clean_up", queue="slow", queueing_lock="library.clean_up")
def clean_up(timestamp: int = 0) -> None:
    """Delete ZIP files past their day."""
    from .services import bundles

    bundles.clean_up()
