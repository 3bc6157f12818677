"""Routes for the rights suite."""

ROUTES = {"GET /jobs": "own jobs", "GET /jobs/{job_id}": "own jobs", "POST /jobs/{job_id}/cancel": "own jobs"}
