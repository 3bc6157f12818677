"""Routes for the rights suite."""

ROUTES = {"POST /r/{name}/bulk": "read of the resource, then each row's own right"}
