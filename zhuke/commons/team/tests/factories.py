"""Routes for the rights suite."""

ROUTES = {
    "GET /r/{name}/{pk}/team": "read of the record",
    "PUT /r/{name}/{pk}/team": "update of the record",
}
