"""Folders, documents and transmittals for tests."""

import itertools
from typing import Any

from zhuke.commons.factories import Factory
from zhuke.kernel.access import system
from zhuke.kernel.resource import by_name
from zhuke.kernel.writes import create
from zhuke.modules.library.services.folders import root_for
from zhuke.modules.projects.tests.factories import a_project

TESTS = system("测试")
numbers = itertools.count(1)


def folder_body(unit: Any, person: Any) -> dict[str, Any]:
    """A folder of a fresh project."""
    return {"name": f"图纸 {next(numbers)}", "parent": root_for(a_project(unit, person)).pk}


def a_folder(unit: Any, person: Any) -> Any:
    """A fresh folder."""
    return create(TESTS, by_name("folders"), folder_body(unit, person))[0]  # type: ignore[arg-type]


def document_body(unit: Any, person: Any) -> dict[str, Any]:
    """A document on paper in a fresh folder."""
    return {"name": f"竣工图 {next(numbers)}", "folder": a_folder(unit, person).pk, "kind": "drawing", "owner": person.pk}


def template_body(unit: Any, person: Any) -> dict[str, Any]:
    """A template of the unit."""
    return {"name": f"住宅 {next(numbers)}", "unit": unit.pk, "paths": "图纸/建筑\n图纸/结构\n合同", "active": True}


def transmittal_body(unit: Any, person: Any) -> dict[str, Any]:
    """A draft of the person."""
    return {"direction": "out", "subject": f"送审图纸 {next(numbers)}", "unit": unit.pk, "owner": person.pk, "purpose": "review"}


FACTORIES = {
    "folders": Factory(folder_body, {"position": 3}),
    "documents": Factory(document_body, {"note": "改"}),
    "folder_templates": Factory(template_body, {"for_projects": True}, belongs="unit"),
    "transmittals": Factory(transmittal_body, {"remark": "改"}),
}
ROUTES = {
    "POST /library/open": "folders.read and read of the project, customer or company",
    "GET /library/roots": "folders.read",
    "GET /library/folders/{pk}/tree": "read of the folder",
    "GET /library/folders/{pk}/path": "read of the folder",
    "GET /library/folders/{pk}/access": "read of the folder",
    "PUT /library/folders/{pk}/access": "manage of the folder",
    "POST /library/upload": "documents.create in the folder",
    "POST /library/documents/{pk}/check-in": "update of the document",
    "GET /library/documents/{pk}/versions": "read of the document",
    "GET /library/documents/{pk}/preview": "read of the document",
    "GET /library/versions/{pk}/pages/{number}": "read of the document",
    "GET /library/search": "documents.read, as far as it reaches",
    "GET /library/tied": "read of the customer or project, and of the documents",
    "GET /library/documents/{pk}/ties": "read of the document",
    "PUT /library/documents/{pk}/ties": "update of the document",
    "POST /library/zip": "documents.read, as far as it reaches",
    "GET /library/zip/{job_id}/content": "own jobs",
    "POST /library/links": "documents.share",
    "GET /library/links": "documents.share: own links and those of managed folders",
    "POST /library/links/{pk}/revoke": "documents.share and own, or manage of the folder",
    "GET /library/links/{pk}/openings": "documents.share and own, or manage of the folder",
    "GET /library/transmittals/{pk}/content": "read of the transmittal",
    "PUT /library/transmittals/{pk}/content": "update of the transmittal",
    "GET /library/transmittals/{pk}/cover": "read of the transmittal",
    "POST /library/transmittals/{pk}/links": "send of the transmittal",
}
