"""Changes that customers, designers and sites ask for on the invented projects, and site variations with what they cost."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from zhuke.commons.files import services as files
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import DomainError
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import save
from zhuke.modules.changes.models import ChangeRequest
from zhuke.modules.changes.services import approving, requests
from zhuke.modules.contracts.models import Contract, Variation
from zhuke.modules.contracts.services import sheets, signatures
from zhuke.modules.customers.models import Contact
from zhuke.modules.planning.models import Task
from zhuke.modules.projects.models import BudgetLine, Project, ProjectContract

from .recording import ACTOR, CAUSE, acting
from .rhythm import working_day
from .source import Odds, Source, moment

if TYPE_CHECKING:
    from .book import Book

DAY = dt.timedelta(days=1)
MOST_PROJECTS = 60
STATES = Odds({"approved": 40.0, "carried_out": 25.0, "approving": 15.0, "draft": 14.0, "withdrawn": 6.0})
# Title, kind, origin, reason, share of the contract that it brings, share of that which it costs, working days of the plan.
ASKED: tuple[tuple[str, str, str, str, float, float, int], ...] = (
    ("大厅吊顶由石膏板改为铝板", "owner", "customer", "甲方提升大厅装修标准", 0.012, 0.7, 4),
    ("增加一部无障碍电梯", "scope", "customer", "验收标准调整，主管部门要求增设", 0.03, 0.8, 12),
    ("地下室外墙防水改为两道", "design", "designer", "地勘补勘后地下水位高于原报告", 0.015, 0.75, 6),
    ("机房由三层移至屋面", "owner", "customer", "使用部门重新划分楼层", 0.02, 0.72, 8),
    ("基坑东侧增加支护桩", "site", "ours", "开挖后发现原有管线，需加强支护", 0.025, 0.85, 7),
    ("外墙保温材料更换为岩棉", "policy", "supervisor", "消防新规实施", 0.018, 0.8, 5),
    ("取消南侧景观水池", "scope", "customer", "甲方压缩室外工程投资", -0.01, 0.8, -2),
    ("楼板预留洞口位置调整", "design", "designer", "机电深化后与结构冲突", 0.004, 0.6, 2),
)
# Name, place, reason, lines (what, unit, quantity, price).
SHEETS: tuple[tuple[str, str, str, tuple[tuple[str, str, str, str], ...]], ...] = (
    (
        "地下障碍物清除",
        "基坑东南角",
        "开挖至 -3.2 米发现原建筑基础，经现场确认破除外运。",
        (("钢筋混凝土破除", "m³", "46.5", "385.00"), ("渣土外运", "车", "9", "620.00")),
    ),
    (
        "暴雨后基坑抽排水",
        "基坑全区",
        "连续强降雨，增加水泵三台班次抽排。",
        (("水泵台班", "台班", "18", "260.00"), ("值守人工", "工日", "6", "320.00")),
    ),
    (
        "隔墙拆除重砌",
        "二层会议区",
        "甲方调整房间分隔。",
        (("拆除加气块墙", "m³", "12.4", "96.00"), ("砌筑加气块墙", "m³", "10.8", "465.00"), ("抹灰", "m²", "118", "34.50")),
    ),
    (
        "临时道路加固",
        "北侧大门",
        "混凝土运输车通行要求，铺设钢板。",
        (("钢板租赁", "吨·天", "320", "8.50"), ("铺设及拆除", "项", "1", "4800.00")),
    ),
)


def add(book: Book) -> dict[str, int]:
    """One to three changes for running projects with a contract, and site variations for some; returns how many of each."""
    links = ProjectContract.objects.filter(archived_at=None, part="main", contract__state__in=("signed", "performing"))
    links = links.filter(project__archived_at=None, project__phase__in=("design", "construction", "acceptance")).exclude(
        project__owner=None
    )
    for number, link in enumerate(links.select_related("project__owner", "contract").order_by("project__created_at", "pk")[:MOST_PROJECTS]):
        source = Source(book.seed, f"changes/{number}")
        for _more in range(source.randint(1, 3)):
            _change(book, source, link.project, link.contract)
        if source.chance(0.7):
            _sheet(book, source, link.project, link.contract)
    return {"change_requests": ChangeRequest.objects.count(), "site_variations": Variation.objects.exclude(place="").count()}


def _change(book: Book, source: Source, project: Project, contract: Contract) -> None:
    title, kind, origin, reason, share, cost, days = source.one(ASKED)
    actor, state = acting(project.owner), source.pick(STATES)
    asked = min(book.today, working_day(book.today - DAY * source.randint(3, 90)))
    amount = (Decimal(contract.current_amount or 0) * Decimal(str(share))).quantize(Decimal(100))
    task = Task.objects.filter(project=project, live=True, archived_at=None, kind="task", state="todo").order_by("wbs_sort").first()
    line = BudgetLine.objects.filter(project=project, archived_at=None).order_by("-amount").first()
    contact = Contact.objects.filter(customer=project.customer_id, archived_at=None).first() if origin == "customer" else None
    with writing(actor, CAUSE):
        row = requests.write(
            actor,
            pk=source.id(moment(asked, 10)),
            project_id=project.pk,
            title=title,
            kind=kind,
            origin=origin,
            contact=contact,
            asked_on=asked,
            reason=reason,
            days=days,
            income_amount=amount,
            contract=contract,
            cost_amount=(amount * Decimal(str(cost))).quantize(Decimal(100)) if line else None,
            cost_item=line.cost_item if line else None,
            task=task,
            task_effect="extend" if task and days > 0 else "none",
            task_days=days,
        )
    _live_through(actor, row, state, asked)


def _live_through(actor: Any, row: ChangeRequest, state: str, asked: dt.date) -> None:
    """As far as its story goes; what the project no longer allows stays a draft."""
    try:
        with writing(actor, CAUSE):
            if state == "withdrawn":
                requests.withdraw(actor, row, reason="甲方取消该项要求")
            elif state == "approving":
                requests.submit(actor, row)
            elif state in ("approved", "carried_out"):
                approving.submitted(actor, row)
                approving.approved(ACTOR, row)
                row.submitted_on, row.approved_on = asked + DAY, min(asked + 3 * DAY, row.approved_on or asked)
                save(row, by_model(ChangeRequest))
                if state == "carried_out" and not row.failed:
                    requests.carry_out(actor, row, note="现场已完成，监理已确认")
    except DomainError:
        row.refresh_from_db()


def _sheet(book: Book, source: Source, project: Project, contract: Contract) -> None:
    name, place, reason, lines = source.one(SHEETS)
    actor, day = acting(project.owner), min(book.today, working_day(book.today - DAY * source.randint(1, 40)))
    values = {"contract": contract.pk, "name": name, "place": place, "reason": reason, "happened_on": day, "days": source.one((None, 1, 2))}
    typed = [
        {"name": what, "uom": uom, "quantity": Decimal(quantity), "unit_price": Decimal(price)} for what, uom, quantity, price in lines
    ]
    spot = {"latitude": Decimal("31.298900"), "longitude": Decimal("120.585300"), "accuracy": 12}
    key = source.id(moment(day, 15))
    row = sheets.save_sheet(actor, key, version=None, values=values, lines=typed, place=spot)
    for view in range(2):
        photo = SimpleUploadedFile(f"现场照片{view + 1}.jpg", _photo(source), "image/jpeg")
        files.add(actor, sheets.resource(), key, photo, file_id=source.id(moment(day, 15, view + 1)))
    if source.chance(0.6):
        contact = Contact.objects.filter(customer=contract.customer_id, archived_at=None).first()
        signer = signatures.Signer("customer", contact.name if contact else "甲方代表", str(contract.customer))
        signatures.sign(actor, key, signer, key=source.id(moment(day, 16)), digest=signatures.digest_now(row), picture=_scribble(source))


def _photo(source: Source) -> bytes:
    """A plain picture of a pit: earth, sky, a wall."""
    image = Image.new("RGB", (960, 720), (196, 214, 230))
    pen = ImageDraw.Draw(image)
    edge = source.randint(260, 380)
    pen.rectangle((0, edge, 960, 720), fill=(156 + source.randint(-12, 12), 122, 84))
    pen.polygon([(80, edge), (420, edge - 120), (880, edge)], fill=(132, 100, 70))
    for _stone in range(14):
        x, y, size = source.randint(0, 920), source.randint(edge + 20, 700), source.randint(12, 60)
        pen.ellipse((x, y, x + size, y + size // 2), fill=(112, 104, 96))
    pen.rectangle((620, edge - 180, 660, edge + 40), fill=(214, 160, 40))
    target = io.BytesIO()
    image.save(target, "JPEG", quality=80)
    return target.getvalue()


def _scribble(source: Source) -> bytes:
    """A signature."""
    image = Image.new("RGBA", (720, 320), (255, 255, 255, 0))
    points = [(60 + step * 46, 160 + source.randint(-80, 80)) for step in range(13)]
    ImageDraw.Draw(image).line(points, fill=(29, 39, 51, 255), width=7, joint="curve")
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()
