"""Where a site engineer can write a site variation: projects that run, and their contracts that bind."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from zhuke.kernel.access import Actor, visible
from zhuke.kernel.filters import search
from zhuke.kernel.resource import by_model
from zhuke.modules.contracts.models import Contract
from zhuke.modules.projects.models import Project, ProjectContract


def project_of_contract(contract_id: UUID) -> UUID | None:
    """The project that counts the contract among its own."""
    return ProjectContract.objects.filter(contract=contract_id, archived_at=None).values_list("project_id", flat=True).first()


def sites(actor: Actor, text: str, limit: int) -> list[dict[str, Any]]:
    """Running projects with contracts to which the actor may write variations; one's own first, then the newest."""
    contracts = visible(actor, by_model(Contract)).filter(state__in=Contract.LIVE, archived_at=None).exclude(state="settled")
    rows = visible(actor, by_model(Project)).filter(archived_at=None).exclude(phase="closed")
    rows = rows.filter(contracts__archived_at=None, contracts__contract__in=contracts.values("pk"))
    if text:
        rows = rows.filter(search(actor, by_model(Project), text))
    found = sorted(
        Project.objects.filter(pk__in=rows.values("pk")).order_by("-updated_at", "-pk")[: 5 * limit],
        key=lambda row: row.owner_id not in actor.owner_ids,
    )[:limit]
    links = ProjectContract.objects.filter(project__in=found, archived_at=None, contract__in=contracts.values("pk"))
    of: dict[UUID, list[dict[str, Any]]] = {row.pk: [] for row in found}
    for link in links.select_related("contract").order_by("part", "pk"):
        of[link.project_id].append(
            {
                "id": link.contract_id, "label": link.contract.name, "number": link.contract.number, "part": link.part,
                "part_label": str(link.get_part_display()), "direction": link.contract.direction,
            }
        )  # fmt: skip
    for rows_of in of.values():
        rows_of.sort(key=lambda one: one["part"] != "main")
    return [{"id": row.pk, "label": row.name, "number": row.number, "address": row.address, "contracts": of[row.pk]} for row in found]
