"""Numbers of what is numbered, taken from the product's own counters when a chunk is written."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from zhuke.commons.numbering.services import take_numbers
from zhuke.kernel.models import Searchable
from zhuke.kernel.resource import by_name
from zhuke.kernel.writes import fill_search

from .chunk import Chunk
from .recording import ACTOR

NUMBERED = (
    "opportunities", "quotations", "tenders", "contracts", "projects", "progress_certificates", "receivables", "receipts",
)  # fmt: skip


def number(chunk: Chunk) -> None:
    """Number the rows of a chunk in the order of their years and days; a later version of a quotation bears the number of the first."""
    for name in NUMBERED:
        years: dict[int, list[Any]] = defaultdict(list)
        rows = getattr(chunk, name)
        for made in rows:
            if not getattr(made, "root_id", None):
                years[made.created_at.year].append(made)
        for year, listed in sorted(years.items()):
            listed.sort(key=lambda made: made.created_at)
            taken = take_numbers(ACTOR, name, None, dt.date(year, 12, 31), len(listed))
            for made, found in zip(listed, taken, strict=True):
                made.number = found
        first = {made.id: made for made in rows}
        resource = by_name(name)
        assert resource is not None
        for made in rows:
            if getattr(made, "root_id", None):
                made.number = first[made.root_id].number
            if issubclass(resource.model, Searchable):
                fill_search(made, resource)
    contracts = {made.id: made.number for made in chunk.contracts}
    for variation in chunk.variations:  # numbered within their contract
        variation.number = f"{contracts[variation.contract_id][:34]}-BG{variation.place:02}"
