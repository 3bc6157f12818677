"""Whom rules tell that tell the project manager."""

from zhuke.commons.automation.recipients import find_people
from zhuke.commons.testing import Firm, make_person
from zhuke.kernel.resource import by_name
from zhuke.kernel.writes import archive, create
from zhuke.modules.billing.tests.factories import make_receivable
from zhuke.modules.contracts.tests.factories import a_live_contract
from zhuke.modules.orgs.models import Membership, Role
from zhuke.modules.planning.tests.factories import TESTS
from zhuke.modules.projects.tests.factories import a_project


def test_of_the_contracts_project_and_where_there_is_none_the_nearest(firm: Firm) -> None:
    lead, near = make_person("东湖项目经理", firm.east_sales), make_person("另一个项目经理", firm.east)
    role, _new = Role.objects.get_or_create(code="project_manager", defaults={"name": "项目经理"})
    Membership.objects.create(user=near, unit=firm.east, role=role)
    contract = a_live_contract(firm.east_sales, near)
    project = a_project(firm.east_sales, lead, customer=contract.customer_id)
    links, receivables = by_name("project_contracts"), by_name("receivables")
    assert links
    assert receivables
    link = create(TESTS, links, {"project": project.pk, "contract": contract.pk})[0]
    owed = make_receivable(firm.east_sales, contract.customer, contract_id=contract.pk)
    other = make_receivable(firm.east_sales, contract.customer)
    both = [owed.pk, other.pk]
    assert find_people(receivables, both, ("project_manager",)) == {owed.pk: [lead.pk], other.pk: [near.pk]}
    archive(TESTS, links, link.pk, version=None)
    assert find_people(receivables, both, ("project_manager",)) == {owed.pk: [near.pk], other.pk: [near.pk]}
