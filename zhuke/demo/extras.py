"""What is set up by hand in a firm: tags with colours, saved views, a few files on important customers."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from zhuke.commons.files import services as files
from zhuke.commons.tags.models import Tag
from zhuke.commons.views import services as views
from zhuke.commons.views.models import DefaultView
from zhuke.kernel.ports import actors
from zhuke.kernel.resource import by_name
from zhuke.modules.customers.models import Cooperation, Customer

from .client import TAGS
from .group import Group
from .recording import recorded
from .rows import copy, row
from .source import Source

if TYPE_CHECKING:
    from .book import Book

COLORS = {
    "重点客户": "red",
    "战略合作": "gold",
    "老客户": "green",
    "付款及时": "green",
    "需垫资": "orange",
    "慎用": "red",
    "EPC": "blue",
    "EPC 联合体": "blue",
    "集采名录": "blue",
    "合格分包": "green",
    "待突破": "orange",
}
QUIET = ["last_contact_at", "older_than", "30d"]
# Login of the owner, list, name, filter, order, shared, opened first.
VIEWS: tuple[tuple[str, str, str, Any, str, bool, bool], ...] = (
    (
        "xiaoshou1",
        "customers",
        "我的高意向客户",
        {"and": [["owner", "=", "$me"], ["intention", "=", "high"]]},
        "-last_contact_at",
        False,
        False,
    ),
    (
        "xiaoshou1",
        "customers",
        "本周要联系",
        {"and": [["owner", "=", "$me"], ["next_contact_at", "period", "this_week"]]},
        "next_contact_at",
        False,
        False,
    ),
    ("zhuguan", "customers", "一个月没联系的 A、B 类", {"and": [["value_class", "in", ["A", "B"]], QUIET]}, "last_contact_at", True, False),
    ("zhuguan", "customers", "资料不全", ["completeness", "<", 70], "completeness", True, False),
    ("zhuguan", "interactions", "补录超过三天", ["late_days", ">", 3], "-occurred_at", True, False),
    (
        "kefu",
        "feedbacks",
        "超期未答复",
        {"and": [["state", "in", ["open", "handling"]], ["due_on", "older_than", "0d"]]},
        "due_on",
        True,
        True,
    ),
    ("huadong", "customers", "政府和国企客户", ["kind", "in", ["government", "state_owned"]], "-value_score", True, False),
    ("zongcai", "customers", "全集团 A 类客户", ["value_class", "=", "A"], "-value_score", False, False),
    ("fengkong", "customers", "信用 B 级以下", ["credit_grade", "in", ["b", "c", "d"]], "-updated_at", False, False),
    ("shichang", "leads", "待处理线索", ["state", "=", "new"], "-created_at", True, True),
)


def add(group: Group, book: Book) -> None:
    """Tags, saved views and files."""
    _tags(group, book)
    people = {account["login"]: UUID(account["id"]) for account in group.accounts}
    for login, resource, name, condition, order, shared, first in VIEWS:
        _view(people[login], resource, {"name": name, "filter": condition, "sort": order, "shared": shared}, first=first)
    _files(group, book)


def _tags(group: Group, book: Book) -> None:
    source, admin = Source(book.seed, "tags"), group.admin()
    at = book.since[0] - dt.timedelta(days=1)
    known = set(Tag.objects.filter(unit=None).values_list("name", flat=True))
    names = [name for listed in TAGS.values() for name in listed if name not in known]
    with recorded(Tag):
        copy(
            Tag,
            [
                row(Tag, id=source.id(at), created_at=at, created_by_id=admin.id, name=name, color=COLORS.get(name, "default"))
                for name in names
            ],
        )


def _view(person: UUID, resource_name: str, values: dict[str, Any], *, first: bool) -> None:
    resource = by_name(resource_name)
    assert resource is not None
    view, _made = views.create(actors().for_id(person), resource, values)
    if first:
        DefaultView.objects.update_or_create(user_id=person, resource=resource_name, defaults={"view": view})


def _files(group: Group, book: Book) -> None:
    """A list of works and a sketch of the site on the most talked-of customers of the first company."""
    resource = by_name("customers")
    assert resource is not None
    firm = group.firms[0]
    rows = Customer.objects.filter(owner_id__in=[m.id for m in firm.of("sales")], archived_at=None).order_by("-value_score", "id")[:4]
    for place, customer in enumerate(rows):
        assert customer.owner_id is not None
        actor = actors().for_id(customer.owner_id)
        works = Cooperation.objects.filter(customer=customer).order_by("started_on")
        sheet = _workbook(customer.name, [(w.project_name, str(w.started_on or ""), float(w.amount or 0)) for w in works])
        files.add(actor, resource, customer.pk, SimpleUploadedFile(f"{customer.short_name or '客户'}合作项目清单.xlsx", sheet))
        if place < 2:
            files.add(actor, resource, customer.pk, SimpleUploadedFile("场地平面示意.png", _sketch(Source(book.seed, f"sketch/{place}"))))


def _workbook(title: str, rows: list[tuple[str, str, float]]) -> bytes:
    import xlsxwriter

    into = io.BytesIO()
    with xlsxwriter.Workbook(into, {"in_memory": True}) as book:
        sheet = book.add_worksheet("合作项目")
        bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
        sheet.write(0, 0, f"{title} 合作项目清单", bold)
        sheet.write_row(2, 0, ["项目名称", "开始日期", "合同金额（元）"], bold)
        for line, (name, day, amount) in enumerate(rows, start=3):
            sheet.write_row(line, 0, [name, day])
            sheet.write_number(line, 2, amount, money)
        sheet.set_column(0, 0, 36)
        sheet.set_column(1, 2, 16)
    return into.getvalue()


def _sketch(source: Source) -> bytes:
    """A site plan in a few lines: boundary, roads, blocks, crane radii."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (960, 640), "#f7f8fa")
    pen = ImageDraw.Draw(image)
    pen.rectangle((40, 40, 920, 600), outline="#1a5fb4", width=4)
    pen.rectangle((40, 300, 920, 340), fill="#d9dde3")
    pen.rectangle((460, 40, 500, 600), fill="#d9dde3")
    for left, top in ((80, 80), (520, 80), (80, 370), (520, 370)):
        width, height = source.randint(160, 330), source.randint(90, 180)
        pen.rectangle((left, top, left + width, top + height), fill="#c8d8ee", outline="#3c6fb0", width=3)
        radius = source.randint(70, 110)
        middle = (left + width // 2, top + height // 2)
        pen.ellipse((middle[0] - radius, middle[1] - radius, middle[0] + radius, middle[1] + radius), outline="#d9822b", width=2)
    into = io.BytesIO()
    image.save(into, "PNG")
    return into.getvalue()
