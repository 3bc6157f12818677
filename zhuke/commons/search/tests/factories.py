"""Routes for the rights suite."""

ROUTES = {
    "GET /search": "read of each resource",
}
