"""The HTTP face of resources: routes, input and answer schemas. The kernel below it knows nothing of HTTP."""
