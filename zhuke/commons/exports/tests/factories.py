"""Routes for the rights suite."""

ROUTES = {
    "POST /r/{name}/export": "export of the resource",
    "GET /r/{name}/template": "import of the resource",
    "GET /exports/{job_id}/content": "the person who asked for the export",
}
