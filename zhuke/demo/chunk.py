"""A stretch of customers with everything that belongs to them, before it is written."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Move:
    """A later change of a row: which columns (``step`` names the statement), by whom, when."""

    step: str
    id: UUID
    actor: UUID
    actor_name: str
    at: dt.datetime
    values: dict[str, Any]


@dataclass(slots=True)
class Chunk:
    """Rows by table, in the order in which they were entered, and what was changed afterwards."""

    customers: list[Any] = field(default_factory=list)
    contacts: list[Any] = field(default_factory=list)
    addresses: list[Any] = field(default_factory=list)
    interactions: list[Any] = field(default_factory=list)
    feedbacks: list[Any] = field(default_factory=list)
    cooperations: list[Any] = field(default_factory=list)
    leads: list[Any] = field(default_factory=list)
    comments: list[Any] = field(default_factory=list)
    notices: list[Any] = field(default_factory=list)
    events: list[Any] = field(default_factory=list)
    team: list[Any] = field(default_factory=list)
    opportunities: list[Any] = field(default_factory=list)
    competitors: list[Any] = field(default_factory=list)
    risks: list[Any] = field(default_factory=list)
    nodes: list[Any] = field(default_factory=list)
    stage_changes: list[Any] = field(default_factory=list)
    follow_ups: list[Any] = field(default_factory=list)
    quotations: list[Any] = field(default_factory=list)
    quotation_lines: list[Any] = field(default_factory=list)
    tenders: list[Any] = field(default_factory=list)
    contracts: list[Any] = field(default_factory=list)
    variations: list[Any] = field(default_factory=list)
    contract_parties: list[Any] = field(default_factory=list)
    contract_lines: list[Any] = field(default_factory=list)
    payment_terms: list[Any] = field(default_factory=list)
    bonds: list[Any] = field(default_factory=list)
    progress_certificates: list[Any] = field(default_factory=list)
    receivables: list[Any] = field(default_factory=list)
    receipts: list[Any] = field(default_factory=list)
    allocations: list[Any] = field(default_factory=list)
    invoices: list[Any] = field(default_factory=list)
    invoice_links: list[Any] = field(default_factory=list)
    entries: list[Any] = field(default_factory=list)
    projects: list[Any] = field(default_factory=list)
    visits: list[Any] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
