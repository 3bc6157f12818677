"""Routes for the rights suite."""

ROUTES = {
    "GET /r/{name}/{pk}/files": "read of the record",
    "POST /r/{name}/{pk}/files": "update of the record",
    "DELETE /r/{name}/{pk}/files/{file_id}": "update of the record",
    "GET /files/{file_id}/content": "read of the record that the file hangs on",
    "GET /files/{file_id}/preview": "read of the record that the file hangs on",
}
