"""Routes for the rights suite."""

ROUTES = {"GET /workbench": "one's own; each part asks for its rights and reads through visible()"}
