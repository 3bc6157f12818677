"""A file on its way: uploaded, revised, found by its text, given to somebody outside, taken back, thrown away and fetched again."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from .browser import Complaints
from .conftest import Person
from .steps import call, create_customer, place

FIRST, SECOND = "塔吊附墙间距按说明书执行。", "塔吊附墙间距改为十八米，附着框加固。"
PASSWORD = "jinchang88"
INDEXED = "q => fetch(`/api/v1/library/search?q=${encodeURIComponent(q)}`).then(r => r.json()).then(found => found.items.length > 0)"


def test_a_document_is_revised_found_shared_and_taken_back(person: Person, complaints: Complaints, tmp_path: Path) -> None:
    mark = place()
    name = f"{mark}塔吊方案.txt"
    desk = person("admin")
    desk.goto(f"/library?folder={_root(desk, f'{mark}泵站工程')}")
    _send_folder(desk, tmp_path, name)
    _revise(desk, name, f"{mark}：{SECOND}")

    desk.wait_for_function(INDEXED, arg=f"{mark} 附着框加固", polling=500)
    desk.get_by_label("搜索资料").fill(f"{mark} 附着框加固")
    hit = desk.get_by_role("list", name="搜索结果").get_by_role("button")
    expect(hit).to_contain_text("附着框加固")
    hit.click()
    expect(desk.get_by_role("heading", name=name)).to_be_visible()

    link = _share(desk)
    visitor = person()
    complaints.expect(r"^403 .*/share/")
    visitor.goto(link)
    visitor.get_by_label("请输入提取密码").fill("wrong-word")
    visitor.get_by_role("button", name="查看资料").click()
    expect(visitor.get_by_role("alert")).to_contain_text("提取密码不对")
    visitor.get_by_label("请输入提取密码").fill(PASSWORD)
    visitor.get_by_role("button", name="查看资料").click()
    with visitor.expect_download() as fetched:
        visitor.get_by_role("link", name=name).click()
    assert fetched.value.path().read_text(encoding="utf-8").endswith(SECOND)
    complaints.expect(r"^410 .*/share/")
    visitor.get_by_role("link", name=name).click()
    expect(visitor.get_by_role("alert")).to_contain_text("下载次数已用完")

    _take_back(desk, name)
    complaints.expect(r"^404 .*/share/")
    visitor.goto(link)
    expect(visitor.get_by_role("alert")).to_contain_text("已过期或已被收回")


def _root(desk: Page, name: str) -> str:
    unit = call(desk, "GET", "/me").json()["unit"]["id"]
    customer = create_customer(desk, name=f"{name}业主", unit=unit)
    project = call(desk, "POST", "/r/projects", {"name": name, "unit": unit, "customer": customer["id"]})
    assert project.status == 201, project.text()
    root = call(desk, "POST", "/library/open", {"project": project.json()["id"]})
    return str(root.json()["id"])


def _send_folder(desk: Page, folder: Path, name: str) -> None:
    """A folder of the computer comes in with what lies in it; then one file is thrown away and fetched back."""
    tree = folder / "施工方案"
    tree.mkdir()
    (tree / name).write_text(FIRST, encoding="utf-8")
    (tree / "多余.txt").write_text("多余的一份", encoding="utf-8")
    desk.get_by_label("上传文件夹").set_input_files(tree)
    expect(desk.get_by_text("2 个文件已上传")).to_be_visible()
    desk.get_by_role("button", name="施工方案", exact=True).click()
    desk.get_by_role("checkbox", name="选择多余.txt").check()
    desk.get_by_role("button", name="多余.txt").focus()
    desk.keyboard.press("Delete")
    desk.get_by_role("dialog").get_by_role("button", name="移到回收站").click()
    expect(desk.get_by_text("已把 1 份资料移到回收站")).to_be_visible()
    expect(desk.get_by_role("button", name="多余.txt")).to_be_hidden()
    desk.get_by_role("button", name="文件夹操作").click()
    desk.get_by_role("menuitem", name="回收站").click()
    desk.get_by_role("button", name="恢复多余.txt").click()
    expect(desk.get_by_text("已恢复“多余.txt”")).to_be_visible()
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("button", name="多余.txt")).to_be_visible()


def _revise(desk: Page, name: str, text: str) -> None:
    desk.get_by_role("button", name=name).first.click()
    desk.get_by_role("button", name="新版本").click()
    dialog = desk.get_by_role("dialog")
    file: Any = {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
    dialog.get_by_label("选择文件").last.set_input_files(file)
    dialog.get_by_label("改了什么").fill("附墙间距")
    dialog.get_by_role("button", name="上传", exact=True).click()
    expect(desk.get_by_text("已存为第 2 版")).to_be_visible()


def _share(desk: Page) -> str:
    """A link with a password, for one download; its path."""
    desk.get_by_role("button", name="外链分享").click()
    dialog = desk.get_by_role("dialog")
    dialog.get_by_label("访问密码").fill(PASSWORD)
    dialog.get_by_label("最多下载次数").fill("1")
    dialog.get_by_role("button", name="生成链接").click()
    path = urlsplit(dialog.get_by_label("链接", exact=True).input_value()).path
    dialog.get_by_role("button", name="完成").click()
    return path


def _take_back(desk: Page, name: str) -> None:
    """Who opened it is written down; then it opens nothing any more."""
    desk.goto("/share-links")
    line = desk.get_by_role("listitem").filter(has_text=name)
    line.get_by_role("button", name="打开记录").click()
    log = desk.get_by_role("dialog")
    expect(log).to_contain_text("输错了密码")
    expect(log).to_contain_text("下载了文件")
    log.get_by_role("button", name="Close").or_(log.get_by_role("button", name="关闭")).first.click()
    expect(log).to_be_hidden()
    line.get_by_role("button", name="收回").click()
    desk.get_by_role("dialog").get_by_role("button", name="收回").click()
    expect(desk.get_by_text("外链已收回")).to_be_visible()
