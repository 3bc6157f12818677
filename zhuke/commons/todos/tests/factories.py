"""To-dos for tests."""

import itertools
from typing import Any

from zhuke.commons.factories import Factory

numbers = itertools.count(1)


def todo_body(unit: Any, person: Any) -> dict[str, Any]:
    """Something for this person to do."""
    return {"title": f"事项{next(numbers)}", "assignee": person.pk, "due_on": "2031-05-06"}


FACTORIES = {"todos": Factory(todo_body, {"due_on": "2031-05-07"})}
