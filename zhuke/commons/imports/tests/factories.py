"""Routes for the rights suite."""

SEEN = "own imports, and those of one's reach with import of the resource"
ROUTES = {
    "GET /imports": SEEN,
    "POST /imports": "import of the resource",
    "GET /imports/{batch_id}": SEEN,
    "PUT /imports/{batch_id}/mapping": SEEN,
    "POST /imports/{batch_id}/check": SEEN,
    "POST /imports/{batch_id}/run": SEEN,
    "POST /imports/{batch_id}/undo": SEEN,
    "DELETE /imports/{batch_id}": SEEN,
    "GET /imports/{batch_id}/rows": SEEN,
    "POST /imports/{batch_id}/choose": SEEN,
    "PATCH /imports/{batch_id}/rows/{row_id}": SEEN,
    "GET /imports/{batch_id}/errors": SEEN,
    "GET /imports/{batch_id}/sample": SEEN,
    "PUT /imports/{batch_id}/sample/{row_id}": SEEN,
}
