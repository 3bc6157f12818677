"""Members see their project and leave it; templates carry roles and budget shares into new projects."""

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from zhuke.commons.testing import Caller, make_person
from zhuke.kernel.models import TeamMember
from zhuke.modules.projects.models import BudgetLine, Project, ProjectMember, ProjectTemplate
from zhuke.modules.projects.services.members import end_memberships

from .conftest import Site, a_contract, item
from .factories import project_body


def worker(site: Site) -> Caller:
    """Somebody who sees only what he takes part in."""
    return Caller(make_person("石头", site.firm.east, {"projects": ["read"], "project_members": ["read"]}, "own"))


def add(site: Site, person: Caller | None = None, role: str = "safety", **values: object) -> dict[str, object]:
    """A member."""
    body = {"project": str(site.project.pk), "role": role, "person": str(person.person.pk) if person else None, **values}
    answer = site.head.post("/r/project_members", body)
    assert answer.status == 201, answer.data
    return dict(answer.data)


def test_members_see_the_project_until_they_leave(site: Site) -> None:
    stone = worker(site)
    assert stone.get(site.url).status == 404
    member = add(site, stone)
    assert stone.get(site.url).status == 200
    assert stone.get("/r/project_members").data["items"][0]["role"] == "safety"
    assert (
        site.head.post("/r/project_members", {"project": str(site.project.pk), "role": "safety", "person": str(stone.person.pk)}).code
        == "invalid"
    )
    assert site.head.post(f"/r/project_members/{member['id']}/archive", {"version": member["version"]}).status == 200
    assert stone.get(site.url).status == 404


def test_memberships_end_by_their_day(site: Site) -> None:
    stone = worker(site)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    add(site, stone)
    ProjectMember.objects.filter(person=stone.person).update(until=yesterday)
    assert end_memberships() == 1
    assert stone.get(site.url).status == 404
    assert end_memberships() == 0


def test_who_is_taken_off_the_team_is_no_member(site: Site) -> None:
    stone = worker(site)
    add(site, stone)
    assert site.head.put(f"{site.url}/team", []).status == 200
    assert ProjectMember.objects.filter(person=stone.person, archived_at=None).count() == 0


def test_open_roles_are_filled(site: Site) -> None:
    stone = worker(site)
    member = add(site)
    url = f"/r/project_members/{member['id']}/do/fill"
    assert site.head.post(url, {"inputs": {}}).code == "invalid"
    assert site.head.post(url, {"inputs": {"person": str(stone.person.pk)}}).status == 200
    assert stone.get(site.url).status == 200
    assert site.head.post(url, {"inputs": {"person": str(site.head.person.pk)}}).code == "wrong_state"


def test_a_template_carries_roles_and_shares_but_no_amounts(site: Site) -> None:
    assert site.do(site.head, "save_as_template", name="空").code == "nothing_to_take"
    site.head.patch(site.url, {"version": site.project.version, "contract": str(a_contract(site).pk)})
    add(site, site.manager, "manager", can_edit=True)
    add(site, role="safety")
    site.head.post("/r/budget_lines", {"project": str(site.project.pk), "cost_item": str(item("03").pk), "amount": "250000.00"})
    assert site.do(site.head, "save_as_template", name="住宅标准").status == 200
    assert site.do(site.head, "save_as_template", name="住宅标准").code == "invalid"
    template = ProjectTemplate.objects.get()
    assert (template.unit_id, template.project_type) == (site.firm.east.pk, "residential")
    assert template.content["budget"] == [{"code": "03", "share": "25.0000", "note": ""}]
    assert "250000" not in str(template.content)

    contract = a_contract(site, amount="2000000.00")
    body = {**project_body(site.firm.east_sales, site.manager.person), "customer": contract.customer_id}
    body |= {"contract": contract.pk, "template": template.pk}
    made = site.head.post("/r/projects", {name: str(value) for name, value in body.items()})
    assert made.status == 201, made.data
    assert BudgetLine.objects.get(project=made.data["id"]).amount == Decimal("500000.00")
    assert sorted(ProjectMember.objects.filter(project=made.data["id"]).values_list("role", flat=True)) == ["manager", "safety"]
    url = f"/r/projects/{made.data['id']}"
    again = site.head.post(f"{url}/do/apply_template", {"inputs": {"template": str(template.pk)}})
    assert again.status == 200
    assert ProjectMember.objects.filter(project=made.data["id"]).count() == 2
    fits = site.head.get(f"{url}/templates").data["items"]
    assert (fits[0]["template"]["label"], fits[0]["applied"]) == ("住宅标准", True)
    assert "项目类型相同" in fits[0]["reasons"]
    version = Project.objects.get(pk=made.data["id"]).version
    assert site.head.patch(url, {"version": version, "template": None}).code == "invalid"


def test_templates_of_another_company_are_refused(site: Site) -> None:
    template = ProjectTemplate.objects.create(
        name="西南", unit=site.firm.west, content={"roles": [{"role": "safety", "can_edit": False, "count": 1}]}
    )
    answer = site.do(site.head, "apply_template", template=str(template.pk))
    assert (answer.status, answer.code) == (400, "invalid")
    assert not ProjectMember.objects.exists()
    assert site.head.get(f"{site.url}/templates").data["items"] == []


def test_sizes_of_templates_are_in_order(site: Site) -> None:
    body = {"name": "大", "unit": str(site.firm.east.pk), "size_from": "5.00", "size_to": "1.00"}
    assert site.head.post("/r/project_templates", body).code == "invalid"


def test_the_team_follows_who_may_edit(site: Site) -> None:
    stone = worker(site)
    add(site, stone, can_edit=False)
    assert not TeamMember.objects.get(user=stone.person).can_write
    add(site, stone, "quality", can_edit=True)
    assert TeamMember.objects.get(user=stone.person).can_write
