"""Routes for the rights suite."""

ROUTES = {
    "GET /r/{name}/{pk}/comments": "read of the record",
    "GET /r/{name}/{pk}/comments/unread": "read of the record",
    "POST /r/{name}/{pk}/comments/read": "read of the record, own mark",
    "POST /r/{name}/{pk}/comments/{comment_id}/files": "read of the record, own comment",
    "POST /r/{name}/{pk}/comments": "read of the record",
    "PATCH /r/{name}/{pk}/comments/{comment_id}": "read of the record, own comment",
    "DELETE /r/{name}/{pk}/comments/{comment_id}": "read of the record, own comment",
}
