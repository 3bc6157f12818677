"""Conditions over very many values at once."""

from __future__ import annotations

from typing import Any

from django.db import models


class AnyOf(models.Lookup):
    """``name__any_of=values``: what ``name__in`` finds, in one array, for columns of UUIDs and of text.

    ``__in`` makes a parameter of each value; from some hundreds on, compiling and binding them takes longer than PostgreSQL's search.
    Unlike ``__in`` it takes no subquery. No values find nothing.
    """

    lookup_name = "any_of"

    def get_prep_lookup(self) -> list[str]:
        """The values as texts: an array of them is bound without looking at each one's type."""
        field = self.lhs.output_field
        prepared = map(field.get_prep_value, self.rhs)  # refuses what is no UUID
        return [str(value) for value in prepared if value is not None]

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """``column = ANY(array)``; of text[] also for varchar(n), whose array would cut longer values and find what is not meant."""
        left, params = self.process_lhs(compiler, connection)
        if isinstance(self.lhs.output_field, models.UUIDField):
            return f"{left} = ANY(%s::uuid[])", (*params, f"{{{','.join(self.rhs)}}}")
        return f"{left} = ANY(%s::text[])", (*params, self.rhs)


for column in (models.UUIDField, models.CharField, models.TextField):
    column.register_lookup(AnyOf)
