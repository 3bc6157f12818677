"""Clauses of contracts, and the templates they come from."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor
from zhuke.kernel.errors import invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.contracts.models import Clause, ClauseTemplate, Contract
from zhuke.modules.quotes.services.paper import company_of

from .guards import check_draft, hold_draft, keep_contract
from .wording import VALUES, unknown_placeholders


def add_template(actor: Actor, *, pk: UUID | None = None, **values: Any) -> ClauseTemplate:
    """Add a template; without a unit it is the whole group's. Raises invalid (placeholders that stand for nothing)."""
    template: ClauseTemplate = build(actor, by_model(ClauseTemplate), {"unit_id": None, **values}, pk=pk)
    return _saved_template(actor, template, "created")


def edit_template(actor: Actor, template: ClauseTemplate, **values: Any) -> ClauseTemplate:
    """Change a template; contracts keep the text they were given. Raises invalid."""
    assign(template, values)
    return _saved_template(actor, template, "updated")


def _saved_template(actor: Actor, template: ClauseTemplate, what: str) -> ClauseTemplate:
    _check_placeholders(template.text)
    save(template, by_model(ClauseTemplate))
    emit(f"clause_templates.{what}", template, actor)
    return template


def _check_placeholders(text: str) -> None:
    if unknown := unknown_placeholders(text):
        known = "、".join(f"{{{name}}}" for name in VALUES)
        raise invalid({"text": [_("%(names)s 不是合同里有的内容。可以用：%(known)s") % {"names": "、".join(unknown), "known": known}]})


def templates_for(contract: Contract) -> QuerySet[ClauseTemplate]:
    """The templates of the contract's kind, of the group and of its company, in their order; the company's own stands for the group's."""
    company = company_of(contract.unit)
    rows = ClauseTemplate.objects.filter(Q(unit=None) | Q(unit=company), Q(kinds=[]) | Q(kinds__contains=[contract.kind]), archived_at=None)
    own = rows.filter(unit=company).values("code")
    return rows.exclude(unit=None, code__in=own).order_by("position", "code")


def missing(contract: Contract) -> list[ClauseTemplate]:
    """The mandatory clauses that the contract does not have."""
    held = set(Clause.objects.filter(contract=contract, archived_at=None).exclude(text="").values_list("code", flat=True))
    return [template for template in templates_for(contract).filter(mandatory=True) if template.code not in held]


def take_clauses(actor: Actor, contract: Contract) -> Contract:
    """Add all clauses of the templates that the draft does not have yet. Raises contract_fixed."""
    check_draft(contract)
    rows = Clause.objects.filter(contract=contract, archived_at=None)
    held, last = set(rows.values_list("code", flat=True)), rows.order_by("-position").values_list("position", flat=True).first() or 0
    fresh = [template for template in templates_for(contract) if template.code not in held]
    for number, template in enumerate(fresh, last + 1):
        clause = Clause(
            contract=contract, template=template, code=template.code, position=number, name=template.name, text=template.text,
            created_by_id=actor.id,
        )  # fmt: skip
        save(clause, by_model(Clause))
    if fresh:
        emit("contracts.updated", contract, actor, {"fields": ["clauses"]})
    return contract


def add_clause(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Clause:
    """Add a clause to a draft, from a template or in own words. Raises contract_fixed, invalid."""
    contract = hold_draft(values.get("contract_id"))
    last = Clause.objects.filter(contract=contract, archived_at=None).order_by("-position").values_list("position", flat=True).first() or 0
    clause: Clause = build(actor, by_model(Clause), {"position": min(last + 1, 9999), **values}, pk=pk)
    return _saved(actor, clause, contract)


def edit_clause(actor: Actor, clause: Clause, **values: Any) -> Clause:
    """Change a clause of a draft. Raises contract_fixed, invalid."""
    contract = hold_draft(clause.contract_id)
    keep_contract(clause, values)
    assign(clause, values)
    return _saved(actor, clause, contract)


def _saved(actor: Actor, clause: Clause, contract: Contract) -> Clause:
    template = clause.template
    clause.code = template.code if template else ""
    clause.name = clause.name.strip() or (template.name if template else "")
    clause.text = clause.text.strip() or (template.text if template else "")
    if not clause.name or not clause.text:
        raise invalid({"text": [_("请填写条款名称和内容，或选择条款模板。")]})
    _check_placeholders(clause.text)
    save(clause, by_model(Clause))
    emit("contracts.updated", contract, actor, {"fields": ["clauses"]})
    return clause
