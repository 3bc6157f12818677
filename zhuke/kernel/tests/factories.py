"""The kernel's own routes; what they answer is cut to the actor."""

ROUTES = {"GET /meta": "signed in; names what one may read", "GET /meta/{name}": "read of the resource"}
