"""A plan for every project there is, when a group begins to plan."""

from __future__ import annotations

from zhuke.commons.switches.models import ModuleSwitch
from zhuke.commons.testing import Caller, Firm, queued
from zhuke.kernel import config
from zhuke.kernel.access import system
from zhuke.kernel.models import Change, Event
from zhuke.modules.planning.models import Plan
from zhuke.modules.planning.services.plans import plan_everything
from zhuke.modules.projects.tests.factories import a_project

ROBOT = system("升级")


def test_every_project_gets_its_plan_once_and_nothing_has_happened(firm: Firm, east: Caller, west: Caller) -> None:
    projects = [a_project(firm.east, east.person, name=f"一期{n}") for n in range(3)]
    apart = a_project(firm.west, west.person, name="不用计划的项目")
    kept = Plan.objects.get(project=projects[0])
    Plan.objects.exclude(pk=kept.pk).delete()
    ModuleSwitch.objects.create(module="planning", unit=firm.west, on=False)
    config.forget()
    before = (Event.objects.count(), queued())
    assert plan_everything(ROBOT) == 2
    assert (Event.objects.count(), queued()) == before
    made = Plan.objects.exclude(pk=kept.pk)
    assert {(plan.project_id, plan.name, plan.kind) for plan in made} == {(one.pk, one.name, "live") for one in projects[1:]}
    assert not Plan.objects.filter(project=apart).exists()
    told = Change.objects.filter(table=Plan._meta.db_table, object_id__in=[plan.pk for plan in made], operation="INSERT")
    assert {(line.actor_name, line.cause) for line in told} == {("升级", "setup")}
    assert plan_everything(ROBOT) == 0
