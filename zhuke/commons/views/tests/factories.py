"""Routes for the rights suite."""

ROUTES = {
    "GET /views/{name}": "read of the resource",
    "POST /views/{name}": "read of the resource",
    "PATCH /views/{name}/{view_id}": "own view; the default also of a shared one",
    "DELETE /views/{name}/{view_id}": "own view",
}
