"""The workbench in one request."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from zhuke.http.routes import REFUSALS, actor_of, encode, raw

from .services import workbench

router = Router(tags=["workbench"])
routers = [("/workbench", router)]


@router.get("", response={200: dict[str, Any], **REFUSALS}, operation_id="workbench")
def read_workbench(request: HttpRequest) -> Any:
    """What waits for the asking person, counters against the same days of last month, blocks, and how they are arranged."""
    return raw(encode(workbench(actor_of(request))))
