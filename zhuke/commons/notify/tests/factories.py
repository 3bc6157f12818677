"""Routes for the rights suite."""

ROUTES = {
    "GET /inbox": "own notices",
    "GET /inbox/count": "own notices",
    "GET /inbox/kinds": "signed in; the kinds of notices are no secret",
    "POST /inbox/read": "own notices",
}
