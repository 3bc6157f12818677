"""Routes of the hand-over, for the rights suite."""

FACTORIES: dict[str, object] = {}
ROUTES = {
    "GET /people/{pk}/handover": "users.hand_over",
    "POST /people/{pk}/handover/check": "users.hand_over",
    "POST /people/{pk}/handover": "users.hand_over; to switch the person off or end roles also users.deactivate",
}
