"""What is said never to be edited is refused by its service, whatever is sent."""

from __future__ import annotations

import pytest

from zhuke.commons.states import never
from zhuke.kernel.access import system
from zhuke.kernel.errors import DomainError
from zhuke.kernel.resource import Resource, all_resources

NEVER = [resource for resource in all_resources() if resource.editable is never]


def test_there_are_such_resources() -> None:
    assert {"letters", "memberships", "project_costs", "surveys"} <= {resource.name for resource in NEVER}


@pytest.mark.parametrize("resource", NEVER, ids=lambda resource: resource.name)
def test_what_is_never_edited_is_refused(resource: Resource) -> None:
    assert resource.update
    with pytest.raises(DomainError):
        resource.update(system("测试"), resource.model(), name="别的")
