"""Every preset role says each right once and, as it is drawn, can be saved again."""

from __future__ import annotations

import pytest

from zhuke.commons.testing import Caller, make_firm, make_person
from zhuke.kernel import config
from zhuke.kernel.access import system
from zhuke.kernel.resource import all_resources
from zhuke.modules.orgs.models import FieldGrant, Grant, Membership, Role
from zhuke.modules.orgs.preset_offers import rights_of, sync_presets
from zhuke.modules.orgs.preset_parts import EVERYONE
from zhuke.modules.orgs.presets import PRESETS, Preset


@pytest.fixture
def office(db: None) -> Caller:
    """Somebody who holds everything in the whole group, beside the preset roles."""
    config.forget()
    sync_presets(system("测试"))
    firm = make_firm()
    person = make_person("管理员", firm.group, {resource.name: list(resource.actions_of()) for resource in all_resources()}, "group")
    Membership.objects.create(user=person, unit=firm.group, role=Role.objects.get(code="administrator"))
    config.forget()
    return Caller(person)


@pytest.mark.parametrize("code", sorted(set(PRESETS) - {"administrator"}))
def test_what_is_drawn_can_be_saved(office: Caller, code: str) -> None:
    role = Role.objects.get(code=code)
    Grant.objects.create(role=role, resource="customers", action="an_action_of_yesterday", scope="own")
    FieldGrant.objects.get_or_create(role=role, resource="pool_resources", field="cost_rate")
    drawn = office.get(f"/roles/{role.pk}/matrix").data
    body = {"version": drawn["version"], "grants": drawn["grants"], "fields": drawn["fields"]}
    saved = office.send("put", f"/roles/{role.pk}/matrix", body)
    assert (saved.status, saved.data.get("fields")) == (200, drawn["fields"])
    assert not role.grants.filter(action="an_action_of_yesterday").exists()


@pytest.mark.parametrize("code", ["everyone", *sorted(PRESETS)])
def test_no_line_says_two_scopes_for_one_action(code: str) -> None:
    rights = EVERYONE if code == "everyone" else PRESETS[code].rights
    for names, actions in rights.items():
        listed = " ".join(actions).split()
        assert len(listed) == len(set(listed)), names


def rights(code: str, resource: str) -> dict[str, str]:
    """What a preset grants on a resource."""
    return rights_of(PRESETS[code], next(one for one in all_resources() if one.name == resource))


@pytest.mark.parametrize("code", ["site_worker", "quality", "safety", "purchaser", "technical"])
def test_whoever_works_on_a_project_reports_on_its_tasks_and_tells_what_is_wrong(code: str) -> None:
    assert rights(code, "tasks")["report"] == "own"
    assert {"create", "report"} <= set(rights(code, "issues"))


def test_the_line_that_names_fewest_decides_wherever_it_stands() -> None:
    lines = {"customers tasks": {"read": "company"}, "tasks": {"read report": "own"}, "tasks issues": {"read": "group"}}
    preset = Preset("角色", "", lines)
    found = {one.name: rights_of(preset, one) for one in all_resources() if one.name in ("customers", "tasks", "issues")}
    assert {name: scopes["read"] for name, scopes in found.items()} == {"customers": "company", "tasks": "own", "issues": "group"}
    assert found["tasks"]["report"] == "own"
