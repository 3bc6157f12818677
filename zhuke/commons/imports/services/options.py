"""What a person may decide about a whole import."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Name = Annotated[str, Field(max_length=60)]
Text = Annotated[str, Field(max_length=200)]


class Options(BaseModel):
    """`defaults` fill empty cells; `value_map` translates wordings of a column; faulty cells of `blank_on_error` fields stay empty.

    An empty cell leaves an existing value as it is unless `blank_clears`. `mode` may forbid creating or updating.
    `date_order` decides 3/1/2017 per column (column index → mdy or dmy). Sum lines, footers … are left out unless `keep_odd_lines`.
    """

    model_config = ConfigDict(extra="forbid")

    defaults: dict[Name, Any] = {}
    value_map: dict[Name, dict[Text, Any]] = {}
    blank_on_error: list[Name] = []
    blank_clears: bool = False
    mode: Literal["both", "create", "update"] = "both"
    date_order: dict[Name, Literal["mdy", "dmy"]] = {}
    keep_odd_lines: bool = False
    find_duplicates: bool = True
