"""Folders: trees, templates, rights that widen and narrow; and everything that is refused on the way."""

import uuid
from functools import partial

import pytest

from zhuke.commons.testing import Caller, make_person, run_jobs
from zhuke.kernel import config
from zhuke.kernel.resource import by_name
from zhuke.kernel.writes import create
from zhuke.modules.library.domain.names import next_revision, numbered, steps
from zhuke.modules.library.models import Folder, FolderGrant
from zhuke.modules.library.services.folders import root_for
from zhuke.modules.projects.models import ProjectGate, ProjectPhase
from zhuke.modules.projects.tests.factories import a_project

from .conftest import TESTS, House, do, made, names, put, refused, send


def test_roots_are_made_when_first_opened_and_only_for_those_who_see_the_record(house: House) -> None:
    project = a_project(house.firm.east_sales, house.manager.person)
    root = made(house.reader.post("/library/open", {"project": str(project.pk)}))
    assert (root["name"], root["kind"], root["project"]["id"]) == (project.name, "project", str(project.pk))
    assert made(house.manager.post("/library/open", {"project": str(project.pk)}))["id"] == root["id"]
    before = Folder.objects.count()
    refused(lambda: house.stranger.post("/library/open", {"project": str(project.pk)}), 404, "not_found")
    refused(lambda: house.manager.post("/library/open", {"project": str(uuid.uuid4())}), 404, "not_found")
    refused(lambda: house.stranger.post("/library/open", {"customer": str(project.customer_id)}), 404, "not_found")
    assert house.manager.post("/library/open", {}).status == 422
    assert house.manager.post("/library/open", {"shared": True, "project": str(project.pk)}).status == 422
    assert Folder.objects.count() == before
    customer = made(house.manager.post("/library/open", {"customer": str(project.customer_id)}))
    assert (customer["kind"], customer["customer"]["id"]) == ("customer", str(project.customer_id))
    company = made(house.manager.post("/library/open", {"unit": str(house.firm.east_sales.pk)}))
    assert (company["kind"], company["unit"]["id"]) == ("company", str(house.firm.east.pk))
    shared = made(house.stranger.post("/library/open", {"shared": True}))
    assert shared["kind"] == "shared"
    kinds = [row["kind"] for row in made(house.manager.get("/library/roots"))["items"]]
    assert sorted(kinds) == ["company", "customer", "project", "project", "shared"]
    refused(lambda: house.stranger.post("/library/open", {"unit": str(house.firm.east.pk)}), 404, "not_found")
    refused(lambda: house.manager.post("/library/open", {"unit": str(uuid.uuid4())}), 404, "not_found")


def test_everybody_of_the_company_reads_its_folder_and_only_some_write(house: House) -> None:
    company = made(house.manager.post("/library/open", {"unit": str(house.firm.east.pk)}))
    row = put(house.head, company, "制度.txt", b"rules")
    assert made(house.reader.get(f"/r/documents/{row['id']}"))["name"] == "制度.txt"
    refused(lambda: send(house.manager, company, "a.txt", b"x"), 403, "not_allowed_here")
    refused(lambda: house.stranger.get(f"/r/documents/{row['id']}"), 404, "not_found")
    shared = made(house.stranger.post("/library/open", {"shared": True}))
    refused(lambda: send(house.stranger, shared, "a.txt", b"x"), 403, "not_allowed_here")


def test_moving_a_folder_takes_all_below_along(house: House) -> None:
    drawings, plans = house.folder("图纸"), house.folder("方案")
    inner = house.folder("建筑", drawings)
    row = put(house.manager, inner, "a.txt", b"x")
    moved = made(do(house.manager, drawings, "move", "folders", parent=plans["id"]))
    assert moved["parent"]["id"] == plans["id"]
    path = made(house.manager.get(f"/library/folders/{inner['id']}/path"))
    assert [step["label"] for step in path] == [house.project.name, "方案", "图纸", "建筑"]
    refused(lambda: do(house.manager, plans, "move", "folders", parent=inner["id"]), 400, "invalid", "parent")
    refused(lambda: do(house.manager, plans, "move", "folders", parent=plans["id"]), 400, "invalid", "parent")
    other = made(house.manager.post("/library/open", {"project": str(a_project(house.firm.east_sales, house.manager.person).pk)}))
    refused(lambda: do(house.manager, plans, "move", "folders", parent=other["id"]), 400, "invalid", "parent")
    root = {"id": str(house.root.pk)}
    refused(lambda: do(house.manager, root, "move", "folders", parent=plans["id"]), 409, "wrong_state")
    rename = {"version": Folder.objects.get(pk=house.root.pk).version, "name": "别名"}
    refused(lambda: house.manager.patch(f"/r/folders/{house.root.pk}", rename), 409, "root_fixed")
    assert made(house.manager.get(f"/r/documents/{row['id']}"))["folder"]["id"] == inner["id"]


def test_only_empty_folders_go(house: House) -> None:
    drawings = house.folder("图纸")
    inner = house.folder("建筑", drawings)
    put(house.manager, inner, "a.txt", b"x")
    refused(lambda: house.manager.post(f"/r/folders/{drawings['id']}/archive", {}), 409, "not_empty")
    refused(lambda: house.manager.post(f"/r/folders/{inner['id']}/archive", {}), 409, "not_empty")
    refused(lambda: house.manager.post(f"/r/folders/{house.root.pk}/archive", {}), 409, "root_fixed")
    refused(lambda: house.manager.post("/r/folders", {"name": "图纸", "parent": str(house.root.pk)}), 400, "invalid")
    refused(lambda: house.manager.post("/r/folders", {"name": " / ", "parent": str(house.root.pk)}), 400, "invalid", "name")
    refused(lambda: house.manager.post("/r/folders", {"name": "无主"}), 400, "invalid", "parent")
    empty = house.folder("空")
    made(house.manager.post(f"/r/folders/{empty['id']}/archive", {}))
    refused(lambda: send(house.manager, empty, "a.txt", b"x"), 409, "archived")
    here = inner
    for name in "cdefghijk":
        here = house.folder(name, here)
    refused(lambda: house.manager.post("/r/folders", {"name": "太深", "parent": here["id"]}), 400, "invalid", "parent")


def test_a_folder_comes_back_with_those_above_it(house: House) -> None:
    above = house.folder("图纸")
    below = house.folder("建筑", above)
    gone = made(house.manager.post(f"/r/folders/{below['id']}/archive", {}))
    made(house.manager.post(f"/r/folders/{above['id']}/archive", {}))
    made(house.manager.post(f"/r/folders/{below['id']}/restore", {"version": gone["version"]}))
    tree = made(house.manager.get(f"/library/folders/{house.root.pk}/tree"))["folders"]
    assert [f["name"] for f in tree[1:]] == ["图纸", "建筑"]


def test_a_restricted_folder_is_nowhere_for_the_others(house: House) -> None:
    folder = house.folder("投标报价")
    row = put(house.manager, folder, "报价.txt", "绝密报价一亿".encode())
    run_jobs()
    assert names(house.reader) == {"报价.txt"}
    person = house.manager.person
    mine = {"person": str(person.pk), "level": "manage"}
    none = {"restricted": True, "grants": []}
    refused(lambda: house.manager.put(f"/library/folders/{folder['id']}/access", none), 400, "invalid", "grants")
    refused(lambda: house.reader.put(f"/library/folders/{folder['id']}/access", none), 403, "not_allowed")
    refused(lambda: house.stranger.put(f"/library/folders/{folder['id']}/access", none), 404, "not_found")
    two = {"grants": [{**mine, "unit": str(house.firm.east.pk)}]}
    refused(lambda: house.manager.put(f"/library/folders/{folder['id']}/access", two), 400, "invalid", "grants")
    refused(lambda: house.manager.put(f"/library/folders/{folder['id']}/access", {"grants": [mine, mine]}), 400, "invalid", "grants")
    unknown = {"grants": [{"person": str(uuid.uuid4()), "level": "read"}]}
    refused(lambda: house.manager.put(f"/library/folders/{folder['id']}/access", unknown), 400, "invalid", "grants")
    stale = {"version": 99, "restricted": True, "grants": [mine]}
    refused(lambda: house.manager.put(f"/library/folders/{folder['id']}/access", stale), 409, "stale_version")
    assert not FolderGrant.objects.exists()
    done = made(house.manager.put(f"/library/folders/{folder['id']}/access", {"restricted": True, "grants": [mine]}))
    assert (done["restricted"], done["level"], done["grants"][0]["person"]["label"]) == (True, "manage", "赵经理")
    assert names(house.manager) == {"报价.txt"}
    assert names(house.reader) == set()
    refused(lambda: house.reader.get(f"/r/documents/{row['id']}"), 404, "not_found")
    refused(lambda: house.reader.get(f"/files/{row['file']}/content"), 404, "not_found")
    refused(lambda: house.reader.get(f"/library/folders/{folder['id']}/tree"), 404, "not_found")
    refused(lambda: house.reader.post("/library/zip", {"folders": [folder["id"]]}), 404, "not_found")
    refused(lambda: house.reader.post("/library/zip", {"documents": [row["id"]]}), 404, "not_found")
    assert made(house.reader.get("/library/search", q="报价"))["items"] == []
    assert made(house.reader.get("/r/documents", q="报价", count=1))["count"] == 0
    assert [f["name"] for f in made(house.reader.get(f"/library/folders/{house.root.pk}/tree"))["folders"]] == [house.project.name]
    assert made(house.reader.get("/library/roots"))["items"][0]["documents"] == 0
    # The head manages the folders of the company and is never shut out.
    assert names(house.head) == {"报价.txt"}
    made(house.manager.put(f"/library/folders/{folder['id']}/access", {"restricted": False, "grants": []}))
    assert names(house.reader) == {"报价.txt"}


def test_grants_share_over_companies_and_go_down_the_tree(house: House) -> None:
    shared, inner = house.folder("标准图集"), None
    inner = house.folder("住宅", shared)
    row = put(house.manager, inner, "图集.txt", b"x")
    refused(lambda: house.stranger.get(f"/r/documents/{row['id']}"), 404, "not_found")
    grant = {"unit": str(house.firm.west.pk), "level": "read"}
    made(house.manager.put(f"/library/folders/{shared['id']}/access", {"grants": [grant]}))
    assert made(house.stranger.get(f"/r/documents/{row['id']}"))["name"] == "图集.txt"
    refused(lambda: send(house.stranger, inner, "a.txt", b"x"), 403, "not_allowed_here")
    roots = made(house.stranger.get("/library/roots"))["items"]
    assert [(r["name"], r["shared_with_me"], r["documents"]) for r in roots] == [("标准图集", True, 1)]
    below = made(house.manager.get(f"/library/folders/{inner['id']}/access"))
    assert [(g["unit"]["label"], g["from"]["label"]) for g in below["inherited"]] == [("西南公司", "标准图集")]
    made(house.manager.put(f"/library/folders/{shared['id']}/access", {"grants": [{**grant, "level": "write"}]}))
    made(send(house.stranger, inner, "西南.txt", b"x"))
    # Narrowed below: what is restricted counts its own grants alone.
    made(house.manager.put(f"/library/folders/{inner['id']}/access", {
        "restricted": True, "grants": [{"person": str(house.manager.person.pk), "level": "manage"}]}))  # fmt: skip
    refused(lambda: house.stranger.get(f"/r/documents/{row['id']}"), 404, "not_found")
    other = make_person("王西", house.firm.west_sales, {"documents": ["create"], "folders": ["read"]})
    config.forget()
    refused(lambda: Caller(other).get(f"/r/documents/{row['id']}"), 403, "not_allowed")


def test_who_may_read_by_a_grant_may_not_do_more_than_the_role_says(house: House) -> None:
    folder = house.folder("图纸")
    row = put(house.manager, folder, "a.txt", b"x")
    grants = [{"person": str(house.reader.person.pk), "level": "manage"}]
    made(house.manager.put(f"/library/folders/{folder['id']}/access", {"grants": grants}))
    refused(lambda: send(house.reader, folder, "b.txt", b"x"), 403, "not_allowed")
    refused(lambda: do(house.reader, row, "void", reason="x"), 403, "not_allowed")


def test_templates_and_new_projects(house: House) -> None:
    body = {"name": "住宅", "unit": str(house.firm.east.pk), "paths": "图纸/建筑\n图纸/结构\n\n合同", "for_projects": True}
    template = made(house.head.post("/r/folder_templates", body))
    for bad in ("../x", "a/" * 12, "\n", " / "):
        refused(partial(house.head.post, "/r/folder_templates", {**body, "name": "坏", "paths": bad}), 400, "invalid", "paths")
    project = a_project(house.firm.east_sales, house.manager.person)
    root = made(house.manager.post("/library/open", {"project": str(project.pk)}))
    tree = made(house.manager.get(f"/library/folders/{root['id']}/tree"))["folders"]
    assert sorted(f["name"] for f in tree) == sorted([project.name, "图纸", "建筑", "结构", "合同"])
    made(do(house.manager, {"id": str(house.root.pk)}, "apply_template", "folders", template=template["id"]))
    made(do(house.manager, {"id": str(house.root.pk)}, "apply_template", "folders", template=template["id"]))
    assert Folder.objects.filter(project=house.project).count() == 5
    refused(lambda: do(house.reader, {"id": str(house.root.pk)}, "apply_template", "folders", template=template["id"]), 403, "not_allowed")


def test_project_templates_carry_folders_without_what_is_in_them(house: House) -> None:
    inner = house.folder("建筑", house.folder("图纸"))
    secret = house.folder("投标")
    put(house.manager, inner, "a.txt", b"x")
    mine = {"person": str(house.manager.person.pk), "level": "manage"}
    made(house.manager.put(f"/library/folders/{secret['id']}/access", {"restricted": True, "grants": [mine]}))
    made(do(house.manager, {"id": str(house.project.pk)}, "save_as_template", "projects", name="标准住宅"))
    template = by_name("project_templates").model.objects.get()  # type: ignore[union-attr]
    assert template.content["folders"] == [{"path": "图纸"}, {"path": "图纸/建筑"}]
    other = a_project(house.firm.east_sales, house.manager.person, template=template.pk)
    assert set(Folder.objects.filter(project=other).values_list("name", flat=True)) == {other.name, "图纸", "建筑"}


def test_the_tree_follows_its_project(house: House) -> None:
    row = put(house.manager, house.root, "a.txt", b"x")
    project = made(house.head.get(f"/r/projects/{house.project.pk}"))
    made(house.head.patch(f"/r/projects/{house.project.pk}", {"version": project["version"], "unit": str(house.firm.east.pk)}))
    assert Folder.objects.get(pk=house.root.pk).unit_id == house.firm.east.pk
    assert made(house.head.get(f"/r/documents/{row['id']}"))["unit"]["id"] == str(house.firm.east.pk)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("图纸/建筑", ["图纸", "建筑"]),
        ("\\图纸\\", ["图纸"]),
        ("a//b", ["a", "b"]),
        ("", []),
        ("a/../b", None),
        ("\u202e/x", None),
        ("a:b", ["a b"]),
    ],
)
def test_paths(path: str, found: list[str] | None) -> None:
    assert steps(path) == found


def test_letters_and_numbers() -> None:
    assert [next_revision(x) for x in ("", "A", "H", "N", "Z", "AZ", "?")] == ["A", "B", "J", "P", "AA", "BA", "A"]
    assert numbered("图.PDF", {"图.pdf", "图（2）.pdf"}) == "图（3）.PDF"
    assert numbered("无扩展", {"无扩展"}) == "无扩展（2）"


def test_a_folder_made_by_the_system(house: House) -> None:
    row, fresh = create(TESTS, by_name("folders"), {"name": "系统", "parent": house.root.pk})  # type: ignore[arg-type]
    assert (fresh, row.path, row.closed) == (True, [house.root.pk, row.pk], False)


def test_what_a_gate_asks_for_may_lie_in_any_folder(house: House) -> None:
    ProjectGate.objects.all().delete()
    ProjectGate.objects.create(phase="design", required_documents=["立项报告"])
    move = {"inputs": {"to": "design"}}
    url = f"/r/projects/{house.project.pk}/do/advance"
    made(house.manager.post("/r/documents", {"name": "立项报告", "folder": str(house.root.pk)}))  # on paper: no file yet
    put(house.head, root_for(a_project(house.firm.east_sales, house.head.person)), "立项报告.txt", b"1")
    answer = refused(lambda: house.manager.post(url, move), 409, "conditions_unmet")
    assert "请在项目的“资料”或附件里上传名称含“立项报告”的文件" in answer.data["message"]
    kept = put(house.manager, house.folder("审批"), "城东立项报告.txt", b"2")
    made(do(house.manager, kept, "void", reason="写错了"))
    refused(lambda: house.manager.post(url, move), 409, "conditions_unmet")
    assert ProjectPhase.objects.filter(project=house.project, to_phase="design").count() == 0
    put(house.manager, house.folder("报批"), "城东立项报告二稿.txt", b"3")
    assert made(house.manager.post(url, move))["phase"] == "design"
