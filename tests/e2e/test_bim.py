"""A model of a house: an IFC file is converted, opened, its elements become part of the plan, and the walls show what is built."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from io import BytesIO
from typing import Any

from PIL import Image
from playwright.sync_api import Page, expect

from zhuke.modules.bim.tests.samples import building

from .conftest import Person
from .steps import call, create_customer, no_sideways_scrolling, pick, place

TASKS = ("一层结构", "二层结构")
CONVERTED = 30_000  # milliseconds: the worker starts the converter, which reads the file and measures every element


def test_a_model_is_converted_linked_to_the_plan_and_coloured_by_progress(person: Person) -> None:
    desk = person("admin")
    model = _model(desk, f"{place()}水厂")
    desk.goto(f"/bim/{model}")
    expect(desk.get_by_text("还没有模型文件")).to_be_visible()
    file: Any = {"name": "水厂.ifc", "mimeType": "application/octet-stream", "buffer": building(2, 2, quantity=2.25)}
    desk.get_by_label("上传 IFC 文件").first.set_input_files(file)
    expect(desk.locator(".bim-canvas[data-ready='6']")).to_be_visible(timeout=CONVERTED)
    expect(desk.get_by_text("第 1 版 · IFC4 · 6 个构件")).to_be_visible()

    _look_into_the_tree(desk)
    _link_storey(desk, "1F", f"1 {TASKS[0]}")
    _link_storey(desk, "2F", f"2 {TASKS[1]}")
    desk.get_by_role("button", name="取消选择").click()
    desk.get_by_role("button", name="全图").click()
    assert _share(desk, _green) < 0.005, "as the file colours it"
    desk.get_by_text("进度", exact=True).click()
    expect(desk.get_by_role("list", name="图例")).to_contain_text("已完成")
    assert _share(desk, _green) > 0.02, "the finished ground floor is green"
    assert _share(desk, _grey) > 0.02, "the floor above has not been begun"

    desk.get_by_role("button", name="工程量").click()
    drawer = desk.get_by_role("dialog", name="工程量")
    walls = drawer.get_by_role("row").filter(has_text="1F").filter(has_text="墙")
    expect(walls).to_contain_text("4.65")  # 2.25 m³ as the file says, and 4 × 0.2 × 3 m as measured
    _on_the_phone(person("admin", phone=True), model)


def _model(desk: Page, name: str) -> str:
    """A project with two tasks, the first of them done, and a model without a file."""
    unit = call(desk, "GET", "/me").json()["unit"]["id"]
    customer = create_customer(desk, name=f"{name}业主", unit=unit)
    project = _made(desk, "/r/projects", {"name": name, "unit": unit, "customer": customer["id"]})
    plan = call(desk, "GET", f'/r/plans?filter=["project","=","{project}"]').json()["items"][0]["id"]
    ids = [str(uuid.uuid4()) for _name in TASKS]
    operations: list[dict[str, Any]] = [
        {"op": "add", "id": key, "name": task, "duration": 960} for key, task in zip(ids, TASKS, strict=True)
    ]
    operations.append({"op": "set", "task": ids[0], "values": {"progress": 100}})
    done = call(desk, "POST", f"/r/plans/{plan}/edit", {"operations": operations})
    assert done.status == 200, done.text()
    return _made(desk, "/r/bim_models", {"name": f"{name}土建模型", "project": project})


def _made(desk: Page, path: str, body: dict[str, Any]) -> str:
    answer = call(desk, "POST", path, body)
    assert answer.status == 201, answer.text()
    return str(answer.json()["id"])


def _look_into_the_tree(desk: Page) -> None:
    """Storey, type, element: what the file says of it, and that nothing in the plan builds it yet."""
    tree = desk.get_by_role("complementary", name="构件树")
    tree.get_by_role("button", name="展开1F").click()
    tree.get_by_role("button", name="展开墙").click()
    tree.get_by_role("button", name="外墙 1F-1").click()
    facts = desk.get_by_role("complementary", name="构件信息")
    expect(facts).to_contain_text("未关联任务")
    expect(facts).to_contain_text("2.25 m³")


def _link_storey(desk: Page, storey: str, task: str) -> None:
    desk.get_by_role("complementary", name="构件树").get_by_role("button", name=storey, exact=True).click()
    facts = desk.get_by_role("complementary", name="构件信息")
    expect(facts).to_contain_text("已选 3 个构件")
    facts.get_by_role("button", name="关联到计划任务").click()
    dialog = desk.get_by_role("dialog", name="关联到计划任务")
    pick(desk, dialog.get_by_role("combobox", name="计划任务"), task)
    dialog.get_by_role("button", name="关联", exact=True).click()
    expect(dialog).to_be_hidden()


def _share(desk: Page, which: Callable[[int, int, int], bool]) -> float:
    """How much of the drawing has a colour, once it is drawn."""
    desk.wait_for_timeout(500)
    shown = Image.open(BytesIO(desk.locator(".bim-host").screenshot())).convert("RGB").resize((160, 120))
    values = shown.tobytes()
    pixels = list(zip(values[::3], values[1::3], values[2::3], strict=True))
    return sum(which(*pixel) for pixel in pixels) / len(pixels)


def _green(red: int, green: int, blue: int) -> bool:
    return green - red > 30 and green > blue


def _grey(red: int, green: int, blue: int) -> bool:
    """The colour of 未开始, lit from any side; the ground behind the model is brighter."""
    return max(red, green, blue) < 215 and max(red, green, blue) - min(red, green, blue) < 30


def _on_the_phone(phone: Page, model: str) -> None:
    phone.goto(f"/bim/{model}")
    expect(phone.locator(".bim-canvas[data-ready='6']")).to_be_visible()
    no_sideways_scrolling(phone)
    phone.get_by_role("button", name="构件树").click()
    expect(phone.get_by_role("dialog", name="构件树")).to_contain_text("2F")
