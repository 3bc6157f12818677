"""Pydantic models for inputs and answers, made from field specs: one name both ways, and OpenAPI tells the truth."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, create_model
from pydantic_core import PydanticCustomError

from zhuke.kernel.fields import FieldSpec
from zhuke.kernel.resource import Resource


def _text(value: Any) -> Any:
    if isinstance(value, str) and "\x00" in value:
        raise PydanticCustomError("nul", "内容里有不能保存的字符，请重新输入。")
    return value.strip() if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_text)]


class Strict(BaseModel):
    """Inputs refuse names they do not know."""

    model_config = ConfigDict(extra="forbid")


class Ref(BaseModel):
    """A reference in an answer."""

    id: UUID
    label: str


class Problem(BaseModel):
    """Every error answer."""

    code: str
    message: str
    fields: dict[str, list[str]] = {}
    data: dict[str, Any] = {}
    request_id: str = ""


Day = Annotated[dt.date, Field(ge=dt.date(1900, 1, 1), le=dt.date(2200, 12, 31))]


def _moment(value: dt.datetime) -> dt.datetime:
    if not 1900 <= value.year <= 2200:
        raise PydanticCustomError("year", "年份应在 1900 与 2200 之间。")
    return value


def input_type(spec: FieldSpec) -> Any:
    """The type that a request must send for a field."""
    from pydantic import AfterValidator, AwareDatetime

    whole = Field(ge=spec.minimum if spec.minimum is not None else -(2**31), le=spec.maximum if spec.maximum is not None else 2**31 - 1)
    bound = 10**16 if spec.type == "money" else 10**5 if spec.type == "percent" else 10**12
    number = Field(
        ge=spec.minimum if spec.minimum is not None else -bound,
        le=spec.maximum if spec.maximum is not None else bound,
        decimal_places=max(spec.digits, 2),
    )
    known: dict[str, Any] = {
        "integer": Annotated[int, whole],
        "decimal": Annotated[Decimal, number],
        "money": Annotated[Decimal, number],
        "percent": Annotated[Decimal, number],
        "date": Day,
        "datetime": Annotated[AwareDatetime, AfterValidator(_moment)],
        "yesno": bool,
        "ref": UUID,
        "id": UUID,
        "choices": Annotated[list[Text], Field(max_length=100)],
        "tags": Annotated[list[Annotated[Text, StringConstraints(max_length=40)]], Field(max_length=100)],
        "json": Any,
    }
    return known.get(spec.type, Annotated[Text, StringConstraints(max_length=spec.max_length or 20_000)])


def output_type(spec: FieldSpec) -> Any:
    """The type that an answer carries for a field."""
    known: dict[str, Any] = {
        "integer": int,
        "date": dt.date,
        "datetime": dt.datetime,
        "yesno": bool,
        "ref": Ref,
        "id": UUID,
        "choices": list[str],
        "tags": list[str],
        "json": Any,
    }
    return known.get(spec.type, str)


def create_input(resource: Resource) -> type[Strict]:
    """The body of a create: writable fields, custom ones (``cf_…``) beside them, and optionally the client's id."""
    fields: dict[str, Any] = {"id": (UUID | None, None)}
    for name in resource.fields:
        spec = resource.specs[name]
        kind = input_type(spec)
        fields[name] = (kind, ...) if spec.required and spec.family != "ref" else (kind | None, None)
    return _with_custom(create_model(f"{_camel(resource.name)}Create", __base__=Strict, **fields))


def patch_input(resource: Resource) -> type[Strict]:
    """The body of a patch: the version it was made on, and the changed fields."""
    fields: dict[str, Any] = {"version": (Annotated[int, Field(ge=1, le=2**31 - 1)], ...)}
    for name in resource.fields:
        fields[name] = (input_type(resource.specs[name]) | None, None)
    return _with_custom(create_model(f"{_camel(resource.name)}Patch", __base__=Strict, **fields))


def row_output(resource: Resource) -> type[BaseModel]:
    """One row: every field optional, for masked ones are absent and lists carry only the asked columns."""
    fields: dict[str, Any] = {"id": (UUID, ...), "version": (int | None, None), "_can": (list[str] | None, None)}
    del fields["_can"]
    for name, spec in resource.specs.items():
        if name not in ("id", "version"):
            fields[name] = (output_type(spec) | None, None)
    model = create_model(f"{_camel(resource.name)}Row", **fields)
    model.model_config["extra"] = "allow"
    return model


def _with_custom(model: type[Strict]) -> type[Strict]:
    # Custom fields are the firm's: their names are not known when the schema is made; the write checks them.
    model.model_config = ConfigDict(extra="allow")
    model.model_rebuild(force=True)
    return model


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.replace("-", "_").split("_"))
