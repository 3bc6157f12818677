"""A project of the east company with its tree; its manager, a colleague who only reads, the head of the company, a stranger of the west."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from zhuke.commons.approvals.defaults import install
from zhuke.commons.letters.services.writing import install_templates
from zhuke.commons.tailoring.services import sync_dictionaries
from zhuke.commons.testing import API, Answer, Caller, Firm, allow, make_firm, make_person
from zhuke.kernel import config
from zhuke.kernel.access import system
from zhuke.kernel.resource import all_resources
from zhuke.modules.library.models import Folder
from zhuke.modules.library.services.folders import root_for
from zhuke.modules.projects.models import Project
from zhuke.modules.projects.tests.factories import a_project

TESTS = system("测试")


def everything() -> dict[str, list[str]]:
    """All rights on all resources."""
    return {r.name: list(r.actions_of()) for r in all_resources()}


def without(*left_out: tuple[str, str]) -> dict[str, list[str]]:
    """All rights but some."""
    return {name: [a for a in actions if (name, a) not in left_out] for name, actions in everything().items()}


@dataclass
class House:
    """The firm and its library."""

    firm: Firm
    head: Caller
    manager: Caller
    reader: Caller
    stranger: Caller
    project: Project
    root: Folder

    def folder(self, name: str, parent: Any = None, who: Caller | None = None) -> Any:
        """A folder in the project's tree."""
        return made((who or self.manager).post("/r/folders", {"name": name, "parent": str(parent["id"] if parent else self.root.pk)}))


@pytest.fixture
def house(db: None) -> House:
    """The firm."""
    config.forget()
    sync_dictionaries(TESTS)
    firm = make_firm()
    install(TESTS)
    install_templates(TESTS)
    head = make_person("钱总", firm.east)
    allow(head, everything(), "company", firm.east)
    manager = make_person("赵经理", firm.east_sales, everything(), scope="own")
    allow(manager, {"users": ["read"], "units": ["read"], "roles": ["read"]}, "group")
    reader = make_person("孙技术", firm.east_sales, {"projects": ["read"], "folders": ["read"], "documents": ["read"], "users": ["read"],
                                                    "document_versions": ["read"], "customers": ["read"]})  # fmt: skip
    stranger = make_person("李西", firm.west_sales, everything())
    project = a_project(firm.east_sales, manager)
    config.forget()
    return House(firm, Caller(head), Caller(manager), Caller(reader), Caller(stranger), project, root_for(project))


def made(answer: Answer) -> Any:
    """What was created or answered, as it should be."""
    assert answer.status in (200, 201, 202), (answer.status, answer.data)
    return answer.data


def refused(call: Callable[[], Answer], status: int, code: str, field: str = "") -> Answer:
    """Assert the exact refusal."""
    answer = call()
    assert (answer.status, answer.code) == (status, code), (answer.status, answer.data)
    assert answer.data["message"]
    assert not field or field in answer.data["fields"], answer.data
    return answer


def file(name: str, content: bytes) -> SimpleUploadedFile:
    """A file to be sent."""
    return SimpleUploadedFile(name, content)


def send(who: Caller, folder: Any, name: str, content: bytes, **fields: Any) -> Answer:
    """Upload a file into a folder."""
    pk = folder["id"] if isinstance(folder, dict) else folder.pk
    response = who.client.post(f"{API}/library/upload", {"file": file(name, content), "folder": str(pk), **fields})
    assert response.status_code < 500, response.content.decode()[:2000]
    return Answer(response.status_code, json.loads(response.content), response)


def put(who: Caller, folder: Any, name: str, content: bytes, **fields: Any) -> Any:
    """The document that an upload made or changed."""
    return made(send(who, folder, name, content, **fields))["document"]


def do(who: Caller, row: Any, verb: str, resource: str = "documents", /, **inputs: Any) -> Answer:
    """A verb."""
    return who.post(f"/r/{resource}/{row['id']}/do/{verb}", {"inputs": inputs})


def names(who: Caller, **params: Any) -> set[str]:
    """What a list of documents shows."""
    return {row["name"] for row in made(who.get("/r/documents", **params))["items"]}


def pdf(*pages: str) -> bytes:
    """A PDF with a line of text on each page."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for text in pages:
        stream = f"BT /F1 24 Tf 72 700 Td ({text}) Tj ET".encode()
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        content = len(objects)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>" % content
        )
        kids.append(len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


def office(**parts: str) -> bytes:
    """A zip of XML parts, as Office writes them; ``__`` stands for a slash, ``_xml`` for the ending."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return out.getvalue()


def docx(*paragraphs: str) -> bytes:
    """A Word file."""
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    return office(word__document_xml=f'<w:document xmlns:w="w"><w:body>{body}</w:body></w:document>')
