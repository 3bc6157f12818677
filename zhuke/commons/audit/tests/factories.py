"""Routes for the rights suite."""

ROUTES = {
    "GET /audit": "audit.read, and read of what was changed",
    "GET /audit/chain": "audit.read",
    "POST /audit/export": "audit.read and audit.export, and read of what was changed",
}
